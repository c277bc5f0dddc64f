// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.util.List;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool.ReconnectionHandler;
import org.apache.james.modules.server.HostnameModule;
import org.apache.james.modules.server.TaskSerializationModule;
import org.apache.james.task.TaskManager;
import org.apache.james.task.eventsourcing.EventSourcingTaskManager;
import org.apache.james.task.eventsourcing.TaskExecutionDetailsProjection;
import org.apache.james.task.eventsourcing.TerminationSubscriber;
import org.apache.james.task.eventsourcing.WorkQueueSupplier;
import org.apache.james.task.eventsourcing.cassandra.CassandraTaskExecutionDetailsProjection;
import org.apache.james.task.eventsourcing.cassandra.CassandraTaskExecutionDetailsProjectionModule;
import org.apache.james.task.eventsourcing.distributed.CancelRequestQueueName;
import org.apache.james.task.eventsourcing.distributed.RabbitMQTerminationSubscriber;
import org.apache.james.task.eventsourcing.distributed.RabbitMQWorkQueue;
import org.apache.james.task.eventsourcing.distributed.RabbitMQWorkQueueConfiguration;
import org.apache.james.task.eventsourcing.distributed.RabbitMQWorkQueueReconnectionHandler;
import org.apache.james.task.eventsourcing.distributed.RabbitMQWorkQueueSupplier;
import org.apache.james.task.eventsourcing.distributed.TerminationQueueName;
import org.apache.james.task.eventsourcing.distributed.TerminationReconnectionHandler;
import org.apache.james.utils.InitializationOperation;
import org.apache.james.utils.InitilizationOperationBuilder;

/** Tasks of WebAdmin: any node takes them from RabbitMQ, and what became of them is in Cassandra. */
final class TasksModule extends AbstractModule {
    private static final List<Class<?>> PARTS = List.of(
            CassandraTaskExecutionDetailsProjection.class,
            EventSourcingTaskManager.class,
            RabbitMQTerminationSubscriber.class,
            RabbitMQWorkQueueSupplier.class);

    @Override
    protected void configure() {
        install(new HostnameModule());
        install(new TaskSerializationModule());
        Tables.create(binder(), CassandraTaskExecutionDetailsProjectionModule.MODULE());
        PARTS.forEach(type -> bind(type).in(Scopes.SINGLETON));
        bind(TaskExecutionDetailsProjection.class).to(CassandraTaskExecutionDetailsProjection.class);
        bind(TaskManager.class).to(EventSourcingTaskManager.class);
        bind(TerminationSubscriber.class).to(RabbitMQTerminationSubscriber.class);
        bind(WorkQueueSupplier.class).to(RabbitMQWorkQueueSupplier.class);
        bind(CancelRequestQueueName.class).toInstance(CancelRequestQueueName.generate());
        bind(TerminationQueueName.class).toInstance(TerminationQueueName.generate());
        Multibinder<ReconnectionHandler> handlers = Multibinder.newSetBinder(binder(), ReconnectionHandler.class);
        handlers.addBinding().to(RabbitMQWorkQueueReconnectionHandler.class);
        handlers.addBinding().to(TerminationReconnectionHandler.class);
    }

    @Provides
    @Singleton
    RabbitMQWorkQueueConfiguration workQueue(@Named(RabbitMqModule.SETTINGS) Configuration settings) {
        return RabbitMQWorkQueueConfiguration.from(settings);
    }

    @ProvidesIntoSet
    InitializationOperation startTerminations(RabbitMQTerminationSubscriber terminations) {
        return InitilizationOperationBuilder.forClass(RabbitMQTerminationSubscriber.class)
                .init(terminations::start);
    }

    @ProvidesIntoSet
    InitializationOperation startTasks(EventSourcingTaskManager tasks) {
        return InitilizationOperationBuilder.forClass(RabbitMQWorkQueue.class).init(tasks::start);
    }
}
