// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Real nodes of Cassandra on 127.0.0.1, 127.0.0.2 and so on, with the same ports. Each can be paused, killed and started again with its data.
 * What was answered at QUORUM survives that of any number of them, one after another.
 */
public final class TestCassandraCluster {
    private final List<TestCassandra> nodes = new ArrayList<>();

    private TestCassandraCluster() {}

    /** Started, and each sees all others; to be stopped. */
    public static TestCassandraCluster start(int size) {
        TestCassandraCluster cluster = new TestCassandraCluster();
        try {
            cluster.launch(CassandraMember.of(size));
            cluster.awaitAllUp();
            return cluster;
        } catch (IOException e) {
            cluster.stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            cluster.stop();
            throw e;
        }
    }

    private void launch(List<CassandraMember> members) throws IOException {
        for (CassandraMember member : members) {
            nodes.add(TestCassandra.launch(member));
        }
    }

    /** In the order of their addresses. */
    public List<TestCassandra> nodes() {
        return List.copyOf(nodes);
    }

    public String datacenter() {
        return nodes.get(0).datacenter();
    }

    /** Waits until each that was started answers and sees all others. */
    public void awaitAllUp() {
        try {
            for (TestCassandra node : nodes) {
                node.awaitPort();
            }
            for (TestCassandra node : nodes) {
                node.awaitPeers();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts those that were killed, and waits until each sees all others. */
    public void startKilledAgain() {
        CompletableFuture.allOf(nodes.stream()
                        .filter(node -> !node.isAlive())
                        .map(node -> CompletableFuture.runAsync(node::startAgain))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        awaitAllUp();
    }

    /** Kills all and deletes their data. */
    public void stop() {
        nodes.forEach(TestCassandra::stop);
    }
}
