// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import nl.digipoort.james.server.model.Disturbance;
import nl.digipoort.james.server.model.Span;
import nl.digipoort.james.testing.SteppedClock;

/**
 * Does one thing after another to the nodes or to the database, each kind of it once before any comes again, and mends each before the next. Two of
 * them disturb at the same time; but a node is started only while nothing is done to the database, since it needs it.
 */
final class ModelNemesis {
    private static final long LEASE_MILLIS = TwoNodes.LEASE.toMillis();
    private static final int UNDISTURBED_MILLIS = 4_000;
    private static final int LONGEST_STEP_SECONDS = 100_000;

    private final Set<Kind> kinds;
    private final int longestPause;
    private final ModelCluster cluster;
    private final ModelRecorder recorder;
    private final Random random;

    private ModelNemesis(
            Set<Kind> kinds, int longestPause, ModelCluster cluster, ModelRecorder recorder, Random random) {
        this.kinds = kinds;
        this.longestPause = longestPause;
        this.cluster = cluster;
        this.recorder = recorder;
        this.random = random;
    }

    static ModelNemesis ofNodes(ModelCluster cluster, ModelRecorder recorder, Random random) {
        return new ModelNemesis(EnumSet.range(Kind.CUT, Kind.PAUSE), 2_000, cluster, recorder, random);
    }

    static ModelNemesis ofDatabase(ModelCluster cluster, ModelRecorder recorder, Random random) {
        return new ModelNemesis(EnumSet.range(Kind.CRASH_DATABASE, Kind.STEP_CLOCK), 15_000, cluster, recorder, random);
    }

    private enum Kind {
        CUT,
        SILENCE,
        KILL,
        PAUSE,
        CRASH_DATABASE,
        FILL_DISK,
        STEP_CLOCK
    }

    void run(ModelClock clock) throws Exception {
        List<Kind> next = new ArrayList<>();
        clock.pause(UNDISTURBED_MILLIS);
        while (!clock.isOver()) {
            if (next.isEmpty()) {
                next.addAll(kinds);
                Collections.shuffle(next, random);
            }
            clock.pause(500 + random.nextInt(longestPause));
            if (!clock.isOver()) {
                disturb(next.remove(0), clock);
            }
        }
    }

    private void disturb(Kind kind, ModelClock clock) throws Exception {
        ModelNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
        long invoked = System.nanoTime();
        String what =
                switch (kind) {
                    case CUT -> cut(node, clock);
                    case SILENCE -> silence(node, clock);
                    case KILL -> kill(node, clock);
                    case PAUSE -> pause(node, clock);
                    case CRASH_DATABASE -> crashDatabase(clock);
                    case FILL_DISK -> fillDisk(clock);
                    case STEP_CLOCK -> stepClock();
                };
        recorder.add(new Disturbance(Span.since(invoked), kind + " " + what));
    }

    private String cut(ModelNode node, ModelClock clock) throws Exception {
        node.link().cut();
        try {
            clock.pause(random.nextBoolean() ? random.nextInt((int) LEASE_MILLIS) : longerThanTheLease());
        } finally {
            node.link().mend();
        }
        return node.name();
    }

    private String silence(ModelNode node, ModelClock clock) throws Exception {
        node.link().silence();
        try {
            clock.pause(random.nextBoolean() ? random.nextInt((int) LEASE_MILLIS) : longerThanTheLease());
        } finally {
            node.link().mend();
        }
        return node.name();
    }

    /** Long enough for the other node to take the maildrops and use them. */
    private long longerThanTheLease() {
        return LEASE_MILLIS * 3 / 2 + random.nextInt((int) LEASE_MILLIS);
    }

    private String kill(ModelNode node, ModelClock clock) throws Exception {
        node.gateway().process().kill();
        clock.pause(random.nextInt((int) LEASE_MILLIS));
        synchronized (cluster.postgres()) {
            node.start();
        }
        return node.name();
    }

    private String pause(ModelNode node, ModelClock clock) throws Exception {
        node.gateway().process().pause();
        try {
            clock.pause(longerThanTheLease());
        } finally {
            node.gateway().process().resume();
        }
        return node.name();
    }

    private String crashDatabase(ModelClock clock) throws Exception {
        synchronized (cluster.postgres()) {
            cluster.postgres().crash();
            try {
                clock.pause(random.nextInt((int) LEASE_MILLIS));
            } finally {
                cluster.postgres().start();
            }
            return "";
        }
    }

    private String fillDisk(ModelClock clock) throws Exception {
        if (cluster.disks().isEmpty()) {
            return "left out";
        }
        SmallFileSystem disk =
                cluster.disks().get(random.nextInt(cluster.disks().size()));
        synchronized (cluster.postgres()) {
            try {
                disk.fill(0);
                clock.pause(random.nextInt((int) LEASE_MILLIS));
            } finally {
                disk.empty();
                cluster.postgres().startIfEnded();
            }
        }
        return "of " + disk.folder().getParent().getFileName();
    }

    private String stepClock() {
        SteppedClock stepped =
                cluster.clocks().get(random.nextInt(cluster.clocks().size()));
        Duration by = Duration.ofSeconds(random.nextInt(2 * LONGEST_STEP_SECONDS) - LONGEST_STEP_SECONDS);
        stepped.step(by);
        return "of " + stepped.file().getParent().getFileName() + " by " + by;
    }
}
