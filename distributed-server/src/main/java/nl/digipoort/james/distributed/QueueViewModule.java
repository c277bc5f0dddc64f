// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.lifecycle.api.StartUpCheck;
import org.apache.james.queue.rabbitmq.view.api.MailQueueView;
import org.apache.james.queue.rabbitmq.view.cassandra.BrowseStartDAO;
import org.apache.james.queue.rabbitmq.view.cassandra.BrowseStartHealthCheck;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueBrowser;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueMailDelete;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueMailStore;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueView;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueViewModule;
import org.apache.james.queue.rabbitmq.view.cassandra.CassandraMailQueueViewStartUpCheck;
import org.apache.james.queue.rabbitmq.view.cassandra.ContentStartDAO;
import org.apache.james.queue.rabbitmq.view.cassandra.DeletedMailsDAO;
import org.apache.james.queue.rabbitmq.view.cassandra.EnqueuedMailsDAO;
import org.apache.james.queue.rabbitmq.view.cassandra.configuration.CassandraMailQueueViewConfiguration;
import org.apache.james.queue.rabbitmq.view.cassandra.configuration.CassandraMailQueueViewConfigurationModule;
import org.apache.james.queue.rabbitmq.view.cassandra.configuration.EventsourcingConfigurationManagement;

/** What an operator sees of the mail queue, in Cassandra: RabbitMQ cannot list what it has. */
final class QueueViewModule extends AbstractModule {
    private static final List<Class<?>> PARTS = List.of(
            BrowseStartDAO.class,
            CassandraMailQueueBrowser.class,
            CassandraMailQueueMailDelete.class,
            CassandraMailQueueMailStore.class,
            ContentStartDAO.class,
            DeletedMailsDAO.class,
            EnqueuedMailsDAO.class,
            EventsourcingConfigurationManagement.class);

    @Override
    protected void configure() {
        Tables.create(binder(), CassandraMailQueueViewModule.MODULE);
        PARTS.forEach(type -> bind(type).in(Scopes.SINGLETON));
        bind(MailQueueView.Factory.class).to(CassandraMailQueueView.Factory.class);
        Multibinder.newSetBinder(binder(), EventStoreModule.FORMAT)
                .addBinding()
                .toInstance(CassandraMailQueueViewConfigurationModule.MAIL_QUEUE_VIEW_CONFIGURATION);
        Multibinder.newSetBinder(binder(), StartUpCheck.class)
                .addBinding()
                .to(CassandraMailQueueViewStartUpCheck.class);
        Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(BrowseStartHealthCheck.class);
    }

    @Provides
    @Singleton
    CassandraMailQueueViewConfiguration slices(@Named(RabbitMqModule.SETTINGS) Configuration settings) {
        return CassandraMailQueueViewConfiguration.from(settings);
    }
}
