// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.List;
import java.util.Locale;
import nl.digipoort.james.benchmarks.report.Table;

/** What is calculated and neither measured nor simulated: disk, network and memory. */
final class Sizing {
    static final int COPIES = 3;

    private static final double OCTETS = 8_192;
    /** Of the rows beside the content, assumed. */
    private static final double ROWS = 2_048;

    private static final double LARGE = 3_000_000;
    /** One in so many messages. */
    private static final double LARGE_ONES = 1_000;

    private static final double TERA = 1e12;
    private static final double MEGA = 1e6;
    /** Cassandra's compaction wants as much again. */
    private static final double ROOM = 2;

    /** @param kept days in the maildrop; grace: {@code gc_grace_seconds}, in days */
    private record Keeping(String text, int kept, int grace) {}

    private Sizing() {}

    private static double octetsAMessage() {
        return OCTETS + ROWS + LARGE / LARGE_ONES;
    }

    static Table disk(int cassandra) {
        Table table = new Table(
                "Messages stay",
                "`gc_grace_seconds`",
                "A copy, TB",
                "Three copies, TB",
                "With room for compaction, TB",
                "A node of " + cassandra + ", TB");
        for (Keeping keeping : List.of(
                new Keeping("until they are fetched, a day at most", 1, 10),
                new Keeping("the same", 1, 1),
                new Keeping("7 days", 7, 1),
                new Keeping("30 days", 30, 10))) {
            double one = Demand.MESSAGES_A_DAY * octetsAMessage() * (keeping.kept() + keeping.grace()) / TERA;
            table.row(
                    keeping.text(),
                    keeping.grace() + (keeping.grace() == 1 ? " day" : " days"),
                    number(one),
                    number(one * COPIES),
                    number(one * COPIES * ROOM),
                    number(one * COPIES * ROOM / cassandra));
        }
        return table;
    }

    /** @param open most sessions on a node of James */
    static Table rest(Assembly plan, int open, double kibibytesASession) {
        Demand peak = Demand.busiest();
        double in = peak.messages() * octetsAMessage() / MEGA;
        double out = peak.inTheMinute() * Demand.MESSAGES_A_POLL * octetsAMessage() / MEGA;
        Table table = new Table("What", "At the peak");
        table.row("mail from agencies to all of James", number(in) + " MB/s");
        table.row("mail from all of James to clients", number(out) + " MB/s");
        table.row("from James to Cassandra, and between its nodes", number(in * COPIES) + " MB/s");
        table.row("from Cassandra to James, read at a quorum", number(out * 2) + " MB/s");
        table.row("in and out of one node of Cassandra", number((in * COPIES + out * 2) / plan.cassandra()) + " MB/s");
        table.row(
                "memory of the open sessions of a node of James",
                number(open * kibibytesASession * 1024 / MEGA) + " MB (" + open + " of " + number(kibibytesASession)
                        + " KiB)");
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
