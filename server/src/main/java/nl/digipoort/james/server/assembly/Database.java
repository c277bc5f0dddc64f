package nl.digipoort.james.server.assembly;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database behind James: opened on first use, closed last of all, because James stops its parts in the reverse order
 * of their making.
 */
final class Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);
    private static final String PERSISTENCE_UNIT = "Global";

    private final DatabaseSettings settings;
    private final EntityManagerFactory factory;

    @Inject
    Database(PropertiesProvider properties) throws ConfigurationException {
        this.settings = DatabaseSettings.from(properties);
        this.factory = Persistence.createEntityManagerFactory(PERSISTENCE_UNIT, settings.asOpenJpaProperties());
    }

    EntityManagerFactory entityManagerFactory() {
        return factory;
    }

    /** An embedded HSQLDB outlives its connections and must be told to write its last checkpoint. */
    @PreDestroy
    void close() {
        factory.close();
        if (settings.isEmbeddedHsqldb()) {
            shutDown();
        }
    }

    private void shutDown() {
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
            LOGGER.info("The embedded database is closed");
        } catch (SQLException e) {
            LOGGER.error("The embedded database did not close; its log is replayed at the next start", e);
        }
    }
}
