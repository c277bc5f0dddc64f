// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the keyspace has one copy of each row in a Cassandra that could keep more. It is made so by the settings for a trial. */
final class KeyspaceCopies {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyspaceCopies.class);
    private static final String STRATEGY = "class";

    private KeyspaceCopies() {}

    static void warnOfOne(CqlSession session, String keyspace) {
        Metadata metadata = session.getMetadata();
        metadata.getKeyspace(keyspace)
                .flatMap(found -> warning(
                        keyspace, found.getReplication(), metadata.getNodes().size()))
                .ifPresent(LOGGER::warn);
    }

    /** @param replication the strategy, and its number of copies or those of each data centre */
    static Optional<String> warning(String keyspace, Map<String, String> replication, int nodes) {
        String copies = replication.entrySet().stream()
                .filter(setting -> !setting.getKey().equals(STRATEGY))
                .map(Map.Entry::getValue)
                .reduce("", String::concat);
        return copies.equals("1") && nodes > 1
                ? Optional.of("Cassandra has " + nodes + " nodes, but keyspace " + keyspace + " has one copy of each"
                        + " row: without any one of them mail is out of reach or lost. docs/operate/distributed.md"
                        + " says how to get more copies")
                : Optional.empty();
    }
}
