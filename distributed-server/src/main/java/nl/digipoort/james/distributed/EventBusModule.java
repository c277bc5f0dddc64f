// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool.ReconnectionHandler;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.event.json.MailboxEventSerializer;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusId;
import org.apache.james.events.EventBusReconnectionHandler;
import org.apache.james.events.EventSerializer;
import org.apache.james.events.KeyReconnectionHandler;
import org.apache.james.events.NamingStrategy;
import org.apache.james.events.RabbitMQEventBus;
import org.apache.james.events.RegistrationKey;
import org.apache.james.events.RetryBackoffConfiguration;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** Events of mailboxes, such as those that quotas count by, go to all nodes. */
final class EventBusModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(MailboxEventSerializer.class).in(Scopes.SINGLETON);
        bind(EventSerializer.class).to(MailboxEventSerializer.class);
        bind(NamingStrategy.class).toInstance(NamingStrategy.MAILBOX_EVENT_NAMING_STRATEGY);
        bind(RetryBackoffConfiguration.class).toInstance(RetryBackoffConfiguration.DEFAULT);
        bind(EventBusId.class).toInstance(EventBusId.random());
        bind(RabbitMQEventBus.class).in(Scopes.SINGLETON);
        bind(PromptEventBus.class).in(Scopes.SINGLETON);
        bind(EventBus.class).to(PromptEventBus.class);
        Multibinder.newSetBinder(binder(), EventBus.class).addBinding().to(EventBus.class);
        Multibinder.newSetBinder(binder(), RegistrationKey.Factory.class)
                .addBinding()
                .to(MailboxIdRegistrationKey.Factory.class);
        Multibinder<ReconnectionHandler> handlers = Multibinder.newSetBinder(binder(), ReconnectionHandler.class);
        handlers.addBinding().to(KeyReconnectionHandler.class);
        handlers.addBinding().to(EventBusReconnectionHandler.class);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(EventBusHealthCheck.class);
    }

    @ProvidesIntoSet
    InitializationOperation startEventBus(RabbitMQEventBus bus) {
        return InitilizationOperationBuilder.forClass(RabbitMQEventBus.class).init(bus::start);
    }
}
