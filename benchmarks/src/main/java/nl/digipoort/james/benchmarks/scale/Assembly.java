// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

/**
 * The machines.
 *
 * @param cores of each machine
 * @param threads {@code maxExecutorCount} of a node, for POP3 and for SMTP each
 * @param together all on one machine, the clients and RabbitMQ too, as it is measured
 * @param speed of a core, 1 being one that does nothing else
 * @param roundTrip between two machines, in milliseconds
 */
record Assembly(int james, int cassandra, int cores, int threads, boolean together, double speed, double roundTrip) {
    /** Of the machine that is measured. */
    static final int PROCESSORS = 2;

    static final int SHIPPED_THREADS = 16;

    /** Within one data centre. */
    private static final double NEAR = 0.3;

    static final int COPIES = 3;

    /** @param processors that were there for it; the rest of two did something else */
    static Assembly measured(int cassandra, double processors) {
        return new Assembly(2, cassandra, PROCESSORS, SHIPPED_THREADS, true, processors / PROCESSORS, 0);
    }

    static Assembly apart(int james, int cassandra, int cores, int threads) {
        return new Assembly(james, cassandra, cores, threads, false, 1, NEAR);
    }

    Assembly withThreads(int number) {
        return new Assembly(james, cassandra, cores, number, together, speed, roundTrip);
    }

    Assembly withRoundTrip(double millis) {
        return new Assembly(james, cassandra, cores, threads, together, speed, millis);
    }

    int copies() {
        return Math.min(COPIES, cassandra);
    }
}
