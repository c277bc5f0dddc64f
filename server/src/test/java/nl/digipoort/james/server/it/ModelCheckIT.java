// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliveries and sessions on two nodes, while nodes, links, database, disks and clocks fail; all that clients saw is held against the guarantees.
 * One seed in every build; more of them are for nights: see docs/assurance/model-check.md. {@link DistributedIT} does the same on Cassandra.
 */
class ModelCheckIT {
    private static final int SECONDS = 60;

    @TempDir
    Path scratch;

    @Test
    void keepsEveryGuaranteeWhateverFails() throws Exception {
        try (PostgresModelCluster cluster = PostgresModelCluster.start(scratch)) {
            new ModelCheck(cluster, "postgres", SECONDS).run();
        }
    }
}
