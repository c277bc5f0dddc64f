// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.benchmarks.arrival.ColdStart;
import nl.digipoort.james.benchmarks.measure.Figure;

/** The tables of arrival: the first minute, then one table for each size. */
final class ArrivalTables {
    static final String DOVECOT = "dovecot";
    private static final String PREFIX = "arrival-";

    private final Measured measured;

    ArrivalTables(Measured measured) {
        this.measured = measured;
    }

    /** The tables in Markdown; empty without measurements. */
    List<String> paragraphs() {
        List<String> sizes = sizes();
        if (sizes.isEmpty()) {
            return List.of();
        }
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("## Arrival");
        paragraphs.add(
                "Postfix's `smtp-source`, a process for each sender, each to an account of its own, without TLS; a connection"
                        + " for each message unless the command says `--one-connection`. Accepted: until the last sender has its last"
                        + " 250. Visible: until all messages can be fetched (Dovecot: until their files are in `new`). CPU is that of the"
                        + " server, and of its database, until all are visible; the looks by POP3 are taken off. Syncs are counted by strace"
                        + " in a run of its own. k is 1,024 octets, m 1,048,576.");
        for (String size : sizes) {
            paragraphs.add("Messages of " + size + ":");
            paragraphs.add(warm(PREFIX + size));
        }
        if (!measured.sizes(ColdStart.NAME).isEmpty()) {
            paragraphs.add("From the first moment after the start, " + ColdStart.SENDERS + " senders, messages of "
                    + sizes.get(0) + "; CPU is that until then, for a message accepted until then:");
            paragraphs.add(cold());
        }
        return paragraphs;
    }

    /** The sizes in the order of the run, which is that of the command line. */
    private List<String> sizes() {
        return measured.scenarios().stream()
                .filter(scenario -> scenario.startsWith(PREFIX) && !scenario.equals(ColdStart.NAME))
                .map(scenario -> scenario.substring(PREFIX.length()))
                .toList();
    }

    private String warm(String scenario) {
        Table table = new Table(
                "Server",
                "Senders",
                "Accepted/s",
                "Visible/s",
                "CPU, ms a message",
                "CPU, of Dovecot's",
                "Syncs a message",
                "RSS, MiB");
        for (int senders : measured.sizes(scenario)) {
            Optional<Statistic> peer = measured.find(DOVECOT, scenario, senders, Figure.CPU_MILLIS_PER_MESSAGE);
            for (String server : measured.servers(scenario)) {
                if (measured.phase(server, scenario, senders).isPresent()) {
                    Optional<Statistic> cpu = measured.find(server, scenario, senders, Figure.CPU_MILLIS_PER_MESSAGE);
                    table.row(
                            server,
                            Integer.toString(senders),
                            cell(server, scenario, senders, Figure.ACCEPTED_PER_SECOND),
                            cell(server, scenario, senders, Figure.VISIBLE_PER_SECOND),
                            cell(server, scenario, senders, Figure.CPU_MILLIS_PER_MESSAGE),
                            Statistic.ratio(cpu, peer).orElse(Table.NONE),
                            cell(server, scenario, senders, Figure.SYNCS_PER_MESSAGE),
                            cell(server, scenario, senders, Figure.RSS_MIB));
                }
            }
        }
        return table.text().stripTrailing();
    }

    private String cold() {
        Table table = new Table("Server", "First seconds", "Accepted/s", "Visible/s", "CPU, ms a message");
        for (String server : measured.servers(ColdStart.NAME)) {
            for (int seconds : measured.sizes(ColdStart.NAME)) {
                table.row(
                        server,
                        Integer.toString(seconds),
                        cell(server, ColdStart.NAME, seconds, Figure.ACCEPTED_PER_SECOND),
                        cell(server, ColdStart.NAME, seconds, Figure.VISIBLE_PER_SECOND),
                        cell(server, ColdStart.NAME, seconds, Figure.CPU_MILLIS_PER_MESSAGE));
            }
        }
        return table.text().stripTrailing();
    }

    private String cell(String server, String scenario, int number, Figure figure) {
        return measured.find(server, scenario, number, figure)
                .map(Statistic::text)
                .orElse(Table.NONE);
    }
}
