// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.time.Duration;
import java.util.List;
import nl.digipoort.james.server.model.Checker;
import nl.digipoort.james.server.model.History;
import nl.digipoort.james.server.model.Violation;

/** The model check on two distributed servers, three nodes of Cassandra and RabbitMQ, which others use before or after it. */
final class DistributedModelCluster implements ModelCluster {
    private final DistributedNodes distributed;
    private final List<ModelNode> nodes;

    private DistributedModelCluster(DistributedNodes distributed, List<ModelNode> nodes) {
        this.distributed = distributed;
        this.nodes = nodes;
    }

    static DistributedModelCluster on(DistributedNodes distributed) throws Exception {
        return new DistributedModelCluster(
                distributed, List.of(ModelNode.start("A", distributed::a), ModelNode.start("B", distributed::b)));
    }

    @Override
    public List<ModelNode> nodes() {
        return nodes;
    }

    @Override
    public List<ModelFaults> faults() {
        NodeFaults ofNodes = new NodeFaults(nodes, distributed.cassandra());
        DistributedFaults shared = new DistributedFaults(distributed.cassandra(), distributed.rabbitMq());
        return List.of(
                ModelFaults.of(Duration.ofSeconds(2), ofNodes.kill(), ofNodes.pause()),
                ModelFaults.of(
                        Duration.ofSeconds(1),
                        shared.killCassandra(),
                        shared.pauseTwoOfCassandra(),
                        shared.killRabbitMq()));
    }

    @Override
    public List<Violation> check(History history) {
        return Checker.checkWithoutTransactions(history);
    }
}
