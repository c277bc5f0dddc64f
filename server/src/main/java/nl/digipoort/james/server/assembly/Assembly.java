// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import java.nio.file.Path;
import nl.digipoort.james.distributed.DistributedStore;
import nl.digipoort.james.server.database.DatabaseDamage;
import org.apache.james.GuiceJamesServer;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.modules.MailboxModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.mailbox.DefaultEventModule;
import org.apache.james.modules.mailbox.MemoryDeadLetterModule;
import org.apache.james.modules.protocols.POP3ServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.queue.memory.MemoryMailQueueModule;
import org.apache.james.modules.server.DataRoutesModules;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.InconsistencyQuotasSolvingRoutesModule;
import org.apache.james.modules.server.JMXServerModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.MailRepositoriesRoutesModule;
import org.apache.james.modules.server.MailboxRoutesModule;
import org.apache.james.modules.server.NoJwtModule;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;
import org.apache.james.modules.server.ReIndexingModule;
import org.apache.james.modules.server.SieveRoutesModule;
import org.apache.james.modules.server.TaskManagerModule;
import org.apache.james.modules.server.WebAdminReIndexingTaskSerializationModule;
import org.apache.james.modules.server.WebAdminServerModule;
import org.apache.james.server.core.configuration.Configuration;

/**
 * The James that the command line runs: WebAdmin, JMX, and a store for all data. The extension, which James loads from {@code
 * extensions-jars/}, starts SMTP and POP3. James requires a queue and mailets. Accepted mail does not use them: it is in the database before
 * it is answered. So the queue of the embedded server is in memory.
 */
public final class Assembly {
    private static final Module WEBADMIN = Modules.combine(
            new WebAdminServerModule(),
            new DataRoutesModules(),
            new InconsistencyQuotasSolvingRoutesModule(),
            new MailboxRoutesModule(),
            new MailQueueRoutesModule(),
            new MailRepositoriesRoutesModule(),
            new ReIndexingModule(),
            new SieveRoutesModule(),
            new WebAdminReIndexingTaskSerializationModule());

    private static final Module PROTOCOLS =
            Modules.combine(new ProtocolHandlerModule(), new POP3ServerModule(), WEBADMIN, new NoJwtModule());

    private static final Module MAIL = Modules.combine(
            new MailetProcessingModule(),
            new DefaultProcessorsConfigurationProviderModule(),
            new RawPostDequeueDecoratorModule());

    private static final Module SHARED = Modules.combine(
            new SearchModule(), new MailboxModule(), MAIL, PROTOCOLS, new JMXServerModule(), new LoopbackJmxModule());

    private static final Module EMBEDDED = Modules.combine(
            new JpaDataModule(),
            new JpaUsersModule(),
            new JpaMailboxModule(),
            new JpaQuotaModule(),
            new JpaSieveModule(),
            new MemoryMailQueueModule(),
            new DefaultEventModule(),
            new MemoryDeadLetterModule(),
            new NaiveDelegationStoreModule(),
            new TaskManagerModule());

    private Assembly() {}

    /** James on the home directory with {@code conf/} and {@code var/}, its data in JPA's database; not started yet. */
    public static GuiceJamesServer embedded(Path home, DatabaseDamage damage) {
        return GuiceJamesServer.forConfiguration(configuration(home))
                .combineWith(new DatabaseModule(damage), EMBEDDED, SHARED);
    }

    /** The same with its data in Cassandra and RabbitMQ. */
    public static GuiceJamesServer distributed(Path home) {
        return GuiceJamesServer.forConfiguration(configuration(home)).combineWith(DistributedStore.module(), SHARED);
    }

    /** The paths of James's files in that directory. */
    public static Configuration configuration(Path home) {
        return Configuration.builder().workingDirectory(home.toString()).build();
    }
}
