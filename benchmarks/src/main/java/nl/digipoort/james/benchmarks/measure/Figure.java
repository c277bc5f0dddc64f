// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.measure;

/** The measured figures, with their names in the results. MB and GB are powers of ten, MiB and KiB of two. */
public enum Figure {
    SESSIONS("sessions"),
    SESSIONS_PER_SECOND("sessionsPerSecond"),
    /** User and system time of the server's whole process tree. */
    CPU_MILLIS_PER_SESSION("cpuMillisPerSession"),
    /** Processor use of the server; 1 is one full processor, 2 is two. */
    CPU_SHARE("cpuShare"),
    P50_MILLIS("p50Millis"),
    P99_MILLIS("p99Millis"),
    RSS_MIB("rssMiB"),
    PSS_MIB("pssMiB"),
    MB_PER_SECOND("mbPerSecond"),
    CPU_SECONDS_PER_GB("cpuSecondsPerGB"),
    /** From connect to the answer to STAT. */
    STAT_MILLIS("statMillis"),
    LIST_MILLIS("listMillis"),
    UIDL_MILLIS("uidlMillis"),
    /** All DELE commands together. */
    DELE_MILLIS("deleMillis"),
    QUIT_MILLIS("quitMillis"),
    CPU_SECONDS("cpuSeconds"),
    RSS_KIB_PER_SESSION("rssKiBPerSession"),
    PSS_KIB_PER_SESSION("pssKiBPerSession"),
    /** The same for PSS, but of a heap only the live objects. */
    LIVE_KIB_PER_SESSION("liveKiBPerSession"),
    /** Messages that arrived in one repetition. */
    MESSAGES("messages"),
    /** Measured until every sender has the answer to its last message. */
    ACCEPTED_PER_SECOND("acceptedPerSecond"),
    /** Measured until every message can be fetched. */
    VISIBLE_PER_SECOND("visiblePerSecond"),
    CPU_MILLIS_PER_MESSAGE("cpuMillisPerMessage"),
    /** Checks of maildrops for their messages; their cost is not in the other figures. */
    LOOKS("looks"),
    /** fsync, fdatasync, msync and sync_file_range. */
    SYNCS_PER_MESSAGE("syncsPerMessage"),
    OPERATIONS_PER_SECOND("operationsPerSecond"),
    P95_MILLIS("p95Millis"),
    /** As many as worked for the measured processes and their clients, or had nothing to do. */
    PROCESSORS("processors"),
    /** Both nodes together, an operation; so are the next three. */
    JAMES_CPU_MILLIS("jamesCpuMillis"),
    CASSANDRA_CPU_MILLIS("cassandraCpuMillis"),
    RABBITMQ_CPU_MILLIS("rabbitMqCpuMillis"),
    CLIENT_CPU_MILLIS("clientCpuMillis"),
    /** Requests of Cassandra's clients, an operation; of those the ones to our tables. */
    TRANSACTIONS("transactions"),
    SERIAL_READS("serialReads"),
    READS("reads"),
    WRITES("writes"),
    OWN_TRANSACTIONS("ownTransactions"),
    OWN_READS("ownReads"),
    OWN_WRITES("ownWrites");

    private final String key;

    Figure(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
