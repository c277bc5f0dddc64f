// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.it.ModelFaults.Fault;

/** What is done to the process of a node. */
final class NodeFaults {
    private static final int LEASE_MILLIS = Math.toIntExact(TwoNodes.LEASE.toMillis());

    private final List<ModelNode> nodes;
    private final Object shared;

    /** @param shared its monitor is held while what the nodes share is disturbed: they need it to start */
    NodeFaults(List<ModelNode> nodes, Object shared) {
        this.nodes = nodes;
        this.shared = shared;
    }

    Fault kill() {
        return new Fault("KILL", this::kill);
    }

    Fault pause() {
        return new Fault("PAUSE", this::pause);
    }

    private String kill(ModelClock clock, Random random) throws Exception {
        ModelNode node = any(random);
        node.gateway().process().kill();
        clock.pause(shorterThanTheLease(random));
        synchronized (shared) {
            node.start();
        }
        return node.name();
    }

    private String pause(ModelClock clock, Random random) throws Exception {
        ModelNode node = any(random);
        node.gateway().process().pause();
        try {
            clock.pause(longerThanTheLease(random));
        } finally {
            node.gateway().process().resume();
        }
        return node.name();
    }

    private ModelNode any(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    static long shorterThanTheLease(Random random) {
        return random.nextInt(LEASE_MILLIS);
    }

    /** Long enough for the other node to take the maildrops and use them. */
    static long longerThanTheLease(Random random) {
        return LEASE_MILLIS * 3L / 2 + random.nextInt(LEASE_MILLIS);
    }
}
