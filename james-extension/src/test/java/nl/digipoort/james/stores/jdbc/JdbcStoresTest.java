package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.RecordStoreContract;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizeStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the stores do, on each database that James JPA may run on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoresTest {
    private EntityManagerFactory factory;

    /** James's entity manager factory on an empty database. */
    abstract EntityManagerFactory open(Path folder);

    @BeforeAll
    void start(@TempDir Path folder) {
        factory = open(folder);
        EntityManager manager = factory.createEntityManager();
        manager.close();
    }

    @AfterAll
    void stop() {
        if (factory != null) {
            factory.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        TestJpa.drop(factory, List.of("DIGIPOORT_CREDENTIAL", "DIGIPOORT_WIRE_EXAMINED", "DIGIPOORT_WIRE_SIZE"));
        for (String table : List.of("JAMES_MAIL", "JAMES_MAILBOX", "JAMES_USER")) {
            TestJpa.execute(factory, "DELETE FROM " + table);
        }
    }

    @Nested
    class Records implements RecordStoreContract {
        @Override
        public RecordStore store() {
            return new JdbcRecordStore(new JamesDatabase(factory));
        }
    }

    @Nested
    class Sizes implements WireSizeStoreContract {
        @Override
        public WireSizeStore store() {
            return new JdbcWireSizeStore(new JamesDatabase(factory));
        }
    }

    @Nested
    class Database implements JamesDatabaseContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Fingerprints implements JdbcPasswordFingerprintsContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }

    @Nested
    class Listing implements JpaMessageListingContract {
        @Override
        public EntityManagerFactory factory() {
            return factory;
        }
    }
}
