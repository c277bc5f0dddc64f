// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

/**
 * What one operation takes, processor time in milliseconds.
 *
 * @param cassandra of all nodes together
 * @param path share of the processor time that the operation waits for; the rest goes on beside it
 * @param idle milliseconds without processor time, beyond the round trips
 * @param transactions lightweight transactions
 * @param statements other reads and writes
 */
record Cost(
        double james,
        double cassandra,
        double rabbitMq,
        double client,
        double path,
        double idle,
        double transactions,
        double statements) {
    private static final int ROUNDS_OF_A_TRANSACTION = 5;
    private static final int ROUNDS_OF_A_STATEMENT = 2;

    /** Steps of which each is work of James and then of Cassandra. */
    int steps() {
        return Math.max(1, (int) Math.round(transactions));
    }

    /**
     * One after another: to the coordinator and from there to the replicas; Paxos asks these to prepare, to read, to accept and to commit.
     */
    double roundTrips() {
        return transactions * ROUNDS_OF_A_TRANSACTION + statements * ROUNDS_OF_A_STATEMENT;
    }

    /** The same, if it alone takes so long where its work done one after another takes {@code inSequence}. */
    Cost fitted(double alone, double inSequence) {
        return new Cost(
                james,
                cassandra,
                rabbitMq,
                client,
                Math.min(1, alone / inSequence),
                Math.max(0, alone - inSequence),
                transactions,
                statements);
    }

    /** This one, and so many times what another one has more. */
    Cost plus(double times, Cost more) {
        return new Cost(
                james + times * (more.james - james),
                cassandra + times * (more.cassandra - cassandra),
                rabbitMq + times * (more.rabbitMq - rabbitMq),
                client + times * (more.client - client),
                times == 0 ? path : more.path,
                Math.max(0, idle + times * (more.idle - idle)),
                // UPDATE is one, however many are deleted
                times == 0 ? transactions : more.transactions,
                statements + times * (more.statements - statements));
    }
}
