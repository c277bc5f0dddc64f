package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import javax.persistence.EntityManagerFactory;

class PostgresStoresTest extends JdbcStoresTest {
    @Override
    EntityManagerFactory open(Path folder) {
        return TestPostgres.running().factory();
    }
}
