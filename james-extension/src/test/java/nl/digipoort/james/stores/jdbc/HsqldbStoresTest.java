// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import javax.persistence.EntityManagerFactory;

class HsqldbStoresTest extends JdbcStoresTest {
    @Override
    EntityManagerFactory open(Path folder) {
        return TestJpa.hsqldb("jdbc:hsqldb:file:" + folder + "/james;hsqldb.tx=mvcc;hsqldb.default_table_type=cached;"
                + "hsqldb.write_delay=false;hsqldb.lob_file_scale=1;shutdown=true");
    }
}
