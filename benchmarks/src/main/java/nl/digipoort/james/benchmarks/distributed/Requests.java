// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.distributed;

import java.util.EnumMap;
import java.util.Map;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.testing.CassandraCounts;

/** What was asked of Cassandra since its start, all together and in our tables. */
record Requests(Map<Figure, Double> counts) {
    private static final String KEYSPACE = "apache_james";
    private static final String OWN = "digipoort_";

    static Requests of(Backends backends) {
        CassandraCounts cassandra = backends.counts();
        Map<Figure, Double> counts = new EnumMap<>(Figure.class);
        counts.put(Figure.TRANSACTIONS, (double) cassandra.requests("CASWrite"));
        counts.put(Figure.SERIAL_READS, (double) cassandra.requests("CASRead"));
        counts.put(Figure.READS, (double) cassandra.requests("Read"));
        counts.put(Figure.WRITES, (double) cassandra.requests("Write"));
        counts.put(Figure.OWN_READS, own(cassandra, CassandraCounts.READ));
        counts.put(Figure.OWN_WRITES, own(cassandra, CassandraCounts.WRITTEN));
        // each replica counts what it commits
        counts.put(Figure.OWN_TRANSACTIONS, own(cassandra, CassandraCounts.COMMITTED) / backends.copies());
        return new Requests(counts);
    }

    private static double own(CassandraCounts cassandra, String name) {
        return cassandra.tables(KEYSPACE, name).entrySet().stream()
                .filter(table -> table.getKey().startsWith(OWN))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Of one of so many operations since an earlier moment. */
    Map<Figure, Double> since(Requests before, int operations) {
        Map<Figure, Double> each = new EnumMap<>(Figure.class);
        counts.forEach((figure, count) -> each.put(figure, (count - before.counts.get(figure)) / operations));
        return each;
    }
}
