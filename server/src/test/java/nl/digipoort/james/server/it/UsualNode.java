// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.util.Random;

/** The node that a client of the model check goes to, but for some times: so not all of them wait for the one that stands still. */
record UsualNode(int number, ModelCluster cluster) {
    private static final int ONE_IN = 20;

    static UsualNode of(int client, ModelCluster cluster) {
        return new UsualNode(client % cluster.nodes().size(), cluster);
    }

    ModelNode orAnother(Random random) {
        int chosen =
                random.nextInt(ONE_IN) == 0 ? random.nextInt(cluster.nodes().size()) : number;
        return cluster.nodes().get(chosen);
    }
}
