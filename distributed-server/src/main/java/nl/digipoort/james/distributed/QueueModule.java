// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool.ReconnectionHandler;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueue;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueueDeadLetterQueueHealthCheck;
import org.apache.james.queue.rabbitmq.RabbitMQMailQueueFactory;
import org.apache.james.queue.rabbitmq.view.RabbitMQMailQueueConfiguration;
import reactor.core.publisher.Mono;

/** James's mail queue. Accepted mail does not use it, but what James sends by itself does. */
final class QueueModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), HealthCheck.class)
                .addBinding()
                .to(RabbitMQMailQueueDeadLetterQueueHealthCheck.class);
    }

    @Provides
    @Singleton
    RabbitMQMailQueueConfiguration sizes(@Named(RabbitMqModule.SETTINGS) Configuration settings) {
        return RabbitMQMailQueueConfiguration.from(settings);
    }

    @Provides
    @Singleton
    MailQueueFactory<RabbitMQMailQueue> queues(RabbitMQMailQueueFactory queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends ManageableMailQueue> manageableQueues(RabbitMQMailQueueFactory queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<? extends MailQueue> mailQueues(RabbitMQMailQueueFactory queues) {
        return queues;
    }

    @Provides
    @Singleton
    MailQueueFactory<?> anyQueues(RabbitMQMailQueueFactory queues) {
        return queues;
    }

    @ProvidesIntoSet
    ReconnectionHandler restartSpooler(JamesMailSpooler spooler) {
        return connection -> Mono.fromRunnable(spooler::restart);
    }
}
