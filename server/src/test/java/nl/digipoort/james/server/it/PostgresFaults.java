// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static nl.digipoort.james.server.it.NodeFaults.longerThanTheLease;
import static nl.digipoort.james.server.it.NodeFaults.shorterThanTheLease;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.it.ModelFaults.Fault;
import nl.digipoort.james.testing.SteppedClock;
import nl.digipoort.james.testing.TestPostgres;

/** What is done to the links, the PostgreSQL, the disks and the clocks of a cluster. The monitor of the PostgreSQL is held while it is disturbed. */
final class PostgresFaults {
    private static final int LONGEST_STEP_SECONDS = 100_000;

    private final TestPostgres postgres;
    private final List<DatabaseLink> links;
    private final List<SmallFileSystem> disks;
    private final List<SteppedClock> clocks;

    PostgresFaults(
            TestPostgres postgres, List<DatabaseLink> links, List<SmallFileSystem> disks, List<SteppedClock> clocks) {
        this.postgres = postgres;
        this.links = links;
        this.disks = disks;
        this.clocks = clocks;
    }

    Fault cut() {
        return new Fault("CUT", (clock, random) -> link(DatabaseLink::cut, clock, random));
    }

    Fault silence() {
        return new Fault("SILENCE", (clock, random) -> link(DatabaseLink::silence, clock, random));
    }

    Fault crash() {
        return new Fault("CRASH_DATABASE", this::crash);
    }

    Fault fillDisk() {
        return new Fault("FILL_DISK", this::fillDisk);
    }

    Fault stepClock() {
        return new Fault("STEP_CLOCK", (clock, random) -> step(random));
    }

    private String link(LinkFault fault, ModelClock clock, Random random) throws Exception {
        int number = random.nextInt(links.size());
        fault.on(links.get(number));
        try {
            clock.pause(random.nextBoolean() ? shorterThanTheLease(random) : longerThanTheLease(random));
        } finally {
            links.get(number).mend();
        }
        return "of node " + (number + 1);
    }

    /** What is done to a link. */
    private interface LinkFault {
        void on(DatabaseLink link) throws Exception;
    }

    private String crash(ModelClock clock, Random random) throws Exception {
        synchronized (postgres) {
            postgres.crash();
            try {
                clock.pause(shorterThanTheLease(random));
            } finally {
                postgres.start();
            }
            return "";
        }
    }

    private String fillDisk(ModelClock clock, Random random) throws Exception {
        if (disks.isEmpty()) {
            return "left out";
        }
        SmallFileSystem disk = disks.get(random.nextInt(disks.size()));
        synchronized (postgres) {
            try {
                disk.fill(0);
                clock.pause(shorterThanTheLease(random));
            } finally {
                disk.empty();
                postgres.startIfEnded();
            }
        }
        return "of " + disk.folder().getParent().getFileName();
    }

    private String step(Random random) {
        SteppedClock stepped = clocks.get(random.nextInt(clocks.size()));
        Duration by = Duration.ofSeconds(random.nextInt(2 * LONGEST_STEP_SECONDS) - LONGEST_STEP_SECONDS);
        stepped.step(by);
        return "of " + stepped.file().getParent().getFileName() + " by " + by;
    }
}
