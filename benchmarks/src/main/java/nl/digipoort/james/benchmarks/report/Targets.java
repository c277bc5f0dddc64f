// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.report.Target.Bound;
import nl.digipoort.james.benchmarks.report.Target.Point;

/** The targets of this server, and whether they are reached. */
final class Targets {
    private static final String FAST = "dovecot-fast";
    private static final String STOCK = "stock-james";

    private Targets() {}

    private static List<Target> all(int idle) {
        return List.of(
                new Target(
                        "login, 16 clients: CPU per session, at most 0.65 of Dovecot's",
                        "ms",
                        new Point("login", 16, Figure.CPU_MILLIS_PER_SESSION),
                        Bound.AT_MOST,
                        0.65,
                        List.of(FAST)),
                new Target(
                        "login, 64 clients: sessions/s, at least 1.3 of the better of stock James and Dovecot",
                        "/s",
                        new Point("login", 64, Figure.SESSIONS_PER_SECOND),
                        Bound.AT_LEAST,
                        1.3,
                        List.of(FAST, STOCK)),
                new Target(
                        "whole session, 16 clients: CPU per session, below Dovecot's",
                        "ms",
                        new Point("session", 16, Figure.CPU_MILLIS_PER_SESSION),
                        Bound.BELOW,
                        1,
                        List.of(FAST)),
                new Target(
                        "RETR of 31,048,713 octets: CPU per GB, at most a third of Dovecot's",
                        "s",
                        new Point("retr", 1, Figure.CPU_SECONDS_PER_GB),
                        Bound.AT_MOST,
                        1.0 / 3,
                        List.of(FAST)),
                new Target(
                        "RETR of 31,048,713 octets: MB/s, at least twice Dovecot's",
                        "MB/s",
                        new Point("retr", 1, Figure.MB_PER_SECOND),
                        Bound.AT_LEAST,
                        2,
                        List.of(FAST)),
                new Target(
                        "idle authenticated TLS session: memory",
                        "KiB",
                        new Point("idle", idle, Figure.LIVE_KIB_PER_SESSION),
                        Bound.AT_MOST,
                        64,
                        List.of()),
                new Target(
                        "100,000 messages: login to the answer to STAT, at most Dovecot's",
                        "ms",
                        new Point("maildrop", 100_000, Figure.STAT_MILLIS),
                        Bound.AT_MOST,
                        1,
                        List.of(FAST)),
                new Target(
                        "100,000 messages: LIST, at most Dovecot's",
                        "ms",
                        new Point("maildrop", 100_000, Figure.LIST_MILLIS),
                        Bound.AT_MOST,
                        1,
                        List.of(FAST)),
                new Target(
                        "arrival of 8 KB, 8 senders: CPU per message, at most 1.5 of Dovecot's",
                        "ms",
                        new Point("arrival-8k", 8, Figure.CPU_MILLIS_PER_MESSAGE),
                        Bound.AT_MOST,
                        1.5,
                        List.of(ArrivalTables.DOVECOT)),
                new Target(
                        "arrival of 8 KB, 8 senders: visible messages/s, at least 0.7 of Dovecot's",
                        "/s",
                        new Point("arrival-8k", 8, Figure.VISIBLE_PER_SECOND),
                        Bound.AT_LEAST,
                        0.7,
                        List.of(ArrivalTables.DOVECOT)),
                new Target(
                        "arrival of 3 MB, 8 senders: CPU per message, at most Dovecot's",
                        "ms",
                        new Point("arrival-3m", 8, Figure.CPU_MILLIS_PER_MESSAGE),
                        Bound.AT_MOST,
                        1,
                        List.of(ArrivalTables.DOVECOT)));
    }

    static Table table(Measured measured) {
        Table table = new Table("Target", "This server", "Bound", "Reached");
        int idle = measured.sizes("idle").stream().reduce((first, last) -> last).orElse(0);
        for (Target target : all(idle)) {
            OptionalDouble own = target.own(measured);
            OptionalDouble limit = target.limit(measured);
            boolean known = own.isPresent() && limit.isPresent();
            table.row(
                    target.what(),
                    own.isPresent() ? Statistic.number(own.getAsDouble()) + " " + target.unit() : Table.NONE,
                    limit.isPresent()
                            ? target.bound() + " " + Statistic.number(limit.getAsDouble()) + " " + target.unit()
                            : Table.NONE,
                    !known
                            ? "not measured"
                            : target.bound().holds(own.getAsDouble(), limit.getAsDouble()) ? "**yes**" : "**no**");
        }
        return table;
    }
}
