// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyspaceCopiesTest {
    private static final Map<String, String> ONE =
            Map.of("class", "org.apache.cassandra.locator.SimpleStrategy", "replication_factor", "1");

    @Test
    void warnsOfOneCopyWhereThereCouldBeMore() {
        assertThat(warning(ONE, 3)).hasValueSatisfying(text -> assertThat(text)
                .contains("has 3 nodes, but keyspace apache_james has one copy"));
        assertThat(warning(Map.of("class", "NetworkTopologyStrategy", "datacenter1", "1"), 2))
                .isPresent();
    }

    @Test
    void doesNotWarnWhereThereIsOneNode() {
        assertThat(warning(ONE, 1)).isEmpty();
    }

    @Test
    void doesNotWarnOfMoreCopies() {
        assertThat(warning(Map.of("class", "SimpleStrategy", "replication_factor", "3"), 3))
                .isEmpty();
        assertThat(warning(Map.of("class", "NetworkTopologyStrategy", "east", "1", "west", "1"), 2))
                .isEmpty();
    }

    private static Optional<String> warning(Map<String, String> replication, int nodes) {
        return KeyspaceCopies.warning("apache_james", replication, nodes);
    }
}
