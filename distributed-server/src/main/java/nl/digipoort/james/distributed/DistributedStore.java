// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import org.apache.james.modules.mailbox.DefaultEventModule;
import org.apache.james.modules.mailbox.MemoryDeadLetterModule;

/**
 * All of James's stores on Cassandra, and its queue, events and tasks on RabbitMQ. Failed events are in memory, because James's store for
 * them in Cassandra is not on Maven Central.
 */
public final class DistributedStore {
    private static final Module CASSANDRA = Modules.combine(
            new SessionModule(),
            new UsersModule(),
            new DomainsModule(),
            new RewritingModule(),
            new RepositoriesModule(),
            new SieveModule(),
            new BlobsModule(),
            new EventStoreModule(),
            new MailboxTablesModule(),
            new MailboxesModule(),
            new QuotasModule());

    private static final Module RABBITMQ = Modules.combine(
            new RabbitMqModule(),
            new QueueModule(),
            new QueueViewModule(),
            new TasksModule(),
            new TaskEventsModule(),
            new MemoryDeadLetterModule(),
            Modules.override(new DefaultEventModule()).with(new EventBusModule()));

    private DistributedStore() {}

    public static Module module() {
        return Modules.combine(CASSANDRA, RABBITMQ);
    }
}
