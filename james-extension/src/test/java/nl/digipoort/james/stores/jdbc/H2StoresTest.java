// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.nio.file.Path;
import javax.persistence.EntityManagerFactory;

class H2StoresTest extends JdbcStoresTest {
    @Override
    EntityManagerFactory open(Path folder) {
        return TestJpa.h2("jdbc:h2:file:" + folder + "/james;NON_KEYWORDS=VALUE;WRITE_DELAY=0");
    }
}
