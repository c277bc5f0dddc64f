// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.NodeFaults.longerThanTheLease;
import static nl.digipoort.james.server.it.NodeFaults.shorterThanTheLease;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.it.ModelFaults.Fault;
import nl.digipoort.james.testing.TestCassandra;
import nl.digipoort.james.testing.TestCassandraCluster;
import nl.digipoort.james.testing.TestRabbitMq;

/** What is done to the nodes of Cassandra and to RabbitMQ. The monitor of the cluster is held meanwhile. */
final class DistributedFaults {
    private final TestCassandraCluster cassandra;
    private final TestRabbitMq rabbitMq;

    DistributedFaults(TestCassandraCluster cassandra, TestRabbitMq rabbitMq) {
        this.cassandra = cassandra;
        this.rabbitMq = rabbitMq;
    }

    Fault killCassandra() {
        return new Fault("KILL_CASSANDRA", this::killCassandra);
    }

    Fault pauseTwoOfCassandra() {
        return new Fault("PAUSE_TWO_OF_CASSANDRA", this::pauseTwoOfCassandra);
    }

    Fault killRabbitMq() {
        return new Fault("KILL_RABBITMQ", this::killRabbitMq);
    }

    private String killCassandra(ModelClock clock, Random random) throws Exception {
        TestCassandra node = shuffled(random).get(0);
        synchronized (cassandra) {
            node.kill();
            try {
                clock.pause(shorterThanTheLease(random));
            } finally {
                cassandra.startKilledAgain();
            }
        }
        return node.address().toString();
    }

    /** The one that is left answers nothing that needs a quorum. */
    private String pauseTwoOfCassandra(ModelClock clock, Random random) throws Exception {
        List<TestCassandra> two = shuffled(random).subList(0, 2);
        synchronized (cassandra) {
            two.forEach(TestCassandra::pause);
            try {
                clock.pause(random.nextBoolean() ? shorterThanTheLease(random) : longerThanTheLease(random));
            } finally {
                two.forEach(TestCassandra::resume);
            }
        }
        return two.stream().map(TestCassandra::address).toList().toString();
    }

    private List<TestCassandra> shuffled(Random random) {
        List<TestCassandra> nodes = new ArrayList<>(cassandra.nodes());
        Collections.shuffle(nodes, random);
        return nodes;
    }

    private String killRabbitMq(ModelClock clock, Random random) throws Exception {
        synchronized (cassandra) {
            rabbitMq.kill();
            try {
                clock.pause(shorterThanTheLease(random));
            } finally {
                rabbitMq.startAgain();
            }
        }
        return "";
    }
}
