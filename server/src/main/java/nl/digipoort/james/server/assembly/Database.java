// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import nl.digipoort.james.server.database.DatabaseDamage;
import nl.digipoort.james.server.database.DatabaseGuard;
import nl.digipoort.james.server.database.EmbeddedDatabase;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.util.concurrent.NamedThreadFactory;
import org.apache.james.utils.PropertiesProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of James: opened on first use and closed last, because James stops its parts in the reverse order of their creation. */
final class Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);
    private static final String PERSISTENCE_UNIT = "Global";
    /** Tells the extension, which records it in the audit trail, what is missing in a database that was opened all the same. */
    private static final String ACCEPTED_LOSS = "digipoort.accepted.loss";

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofHours(1);
    private static final Duration SPACE_INTERVAL = Duration.ofMinutes(1);

    private final EntityManagerFactory factory;
    private final Optional<EmbeddedDatabase> embedded;
    private final Optional<DatabaseGuard> guard;
    private final Optional<ScheduledFuture<?>> checkpoints;
    private final Optional<ScheduledFuture<?>> space;
    private final ScheduledExecutorService maintenance =
            Executors.newSingleThreadScheduledExecutor(NamedThreadFactory.withName("database-maintenance"));

    @Inject
    Database(PropertiesProvider properties, DatabaseDamage damage) throws ConfigurationException {
        DatabaseSettings settings = DatabaseSettings.from(properties);
        this.guard = DatabaseGuard.at(settings.url(), damage, Clock.systemUTC());
        guard.ifPresent(first -> open(first, settings));
        this.factory = Persistence.createEntityManagerFactory(PERSISTENCE_UNIT, settings.asOpenJpaProperties());
        this.embedded = EmbeddedDatabase.at(settings.url(), settings.user(), settings.password());
        embedded.ifPresent(this::prepare);
        this.checkpoints = embedded.map(database -> database.checkpointEvery(CHECKPOINT_INTERVAL, maintenance));
        this.space = embedded.map(database -> database.giveSpaceBackEvery(SPACE_INTERVAL, maintenance));
    }

    /** Opens the database before OpenJPA does. */
    private static void open(DatabaseGuard guard, DatabaseSettings settings) {
        List<String> missing = guard.open(settings.url(), settings.user(), settings.password());
        if (!missing.isEmpty()) {
            System.setProperty(ACCEPTED_LOSS, String.join(", ", missing));
        }
    }

    /** Prepares the database before its first use; OpenJPA creates its tables with the first entity manager. */
    private void prepare(EmbeddedDatabase database) {
        factory.createEntityManager().close();
        database.keepHeadersInRows();
    }

    EntityManagerFactory entityManagerFactory() {
        return factory;
    }

    /** Closes an embedded database, which outlives its connections and needs a command to write its last checkpoint. */
    @PreDestroy
    void close() {
        checkpoints.ifPresent(future -> future.cancel(false));
        space.ifPresent(future -> future.cancel(false));
        maintenance.shutdown();
        factory.close();
        embedded.ifPresent(this::shutDown);
    }

    private void shutDown(EmbeddedDatabase database) {
        try {
            database.shutdown();
            if (guard.isPresent()) {
                guard.get().close();
            }
            LOGGER.info("The embedded database is closed");
        } catch (SQLException | IOException e) {
            LOGGER.error("The embedded database did not close; its log is replayed at the next start", e);
        }
    }
}
