// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The table of messages as the embedded server prepares it: headers in their rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbInlineHeaderTest implements JdbcMaildropAppenderContract {
    private EntityManagerFactory factory;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException {
        factory = new HsqldbStoresTest().open(folder);
        factory.createEntityManager().close();
        TestJpa.execute(factory, "ALTER TABLE JAMES_MAIL ALTER COLUMN HEADER_BYTES SET DATA TYPE VARBINARY(10485760)");
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    @Override
    public EntityManagerFactory factory() {
        return factory;
    }
}
