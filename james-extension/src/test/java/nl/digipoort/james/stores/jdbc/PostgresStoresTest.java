// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.testing.TestPostgres;

class PostgresStoresTest extends JdbcStoresTest {
    @Override
    EntityManagerFactory open(Path folder) {
        TestPostgres postgres = TestPostgres.running();
        return TestJpa.factory(
                "org.postgresql.Driver", postgres.url(), Map.of("openjpa.ConnectionUserName", postgres.user()));
    }
}
