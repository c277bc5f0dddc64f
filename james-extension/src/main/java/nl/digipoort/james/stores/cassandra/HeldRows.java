// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/**
 * The rows of held mail, one partition per maildrop, changed only by lightweight transactions. Row 0 stays: it has the last number given,
 * and the number up to which all rows are removed, so that reads skip their tombstones. A row and its number are added together, so the
 * numbers are in the order of the commits. Thread-safe.
 */
final class HeldRows {
    private static final Table HELD = Table.of(
            "digipoort_held_mail",
            "maildrop text, sequence bigint, last_sequence bigint, drained_through bigint, name text, content_id uuid,"
                    + " octets bigint, trace blob, held_at timestamp, PRIMARY KEY (maildrop, sequence)");
    private static final Query COUNTERS = Query.read(
            "SELECT last_sequence, drained_through FROM digipoort_held_mail WHERE maildrop = ? AND sequence = 0");
    private static final String MAIL = "SELECT sequence, name, content_id, octets, trace, held_at"
            + " FROM digipoort_held_mail WHERE maildrop = ? AND sequence ";
    private static final Query NEXT = Query.read(MAIL + "> ? LIMIT ?");
    private static final Query FIND = Query.read(MAIL + "= ?");
    private static final Query FIRST =
            Query.read("SELECT sequence FROM digipoort_held_mail WHERE maildrop = ? AND sequence > ? LIMIT 1");
    private static final Query ALL =
            Query.read("SELECT held_at FROM digipoort_held_mail WHERE maildrop = ? AND sequence > ?");
    private static final String COUNT_UP =
            "UPDATE digipoort_held_mail SET last_sequence = ? WHERE maildrop = ? AND sequence = 0 IF last_sequence = ?";
    private static final Query USE = Query.compareAndSet(COUNT_UP);
    private static final Query ADD = Query.compareAndSet("BEGIN BATCH " + COUNT_UP + ";"
            + " INSERT INTO digipoort_held_mail (maildrop, sequence, name, content_id, octets, trace, held_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, toTimestamp(now()));"
            + " APPLY BATCH");
    private static final String DELETE =
            "DELETE FROM digipoort_held_mail WHERE maildrop = ? AND sequence = ? IF content_id = ?";
    private static final Query REMOVE = Query.compareAndSet(DELETE);
    private static final Query REMOVE_FIRST = Query.compareAndSet("BEGIN BATCH"
            + " UPDATE digipoort_held_mail SET drained_through = ? WHERE maildrop = ? AND sequence = 0"
            + " IF drained_through = ?; "
            + DELETE + ";"
            + " APPLY BATCH");
    private static final String LOOK = "look for held mail";
    private static final String TAKE_AWAY = "remove a held mail";

    private final Tables tables;

    HeldRows(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(HELD));
    }

    /** The last number given; 0 for none. */
    long last(Username maildrop) {
        return lastIn(counters(maildrop));
    }

    static long lastIn(Optional<Row> row) {
        return number(row, "last_sequence");
    }

    private static long number(Optional<Row> row, String column) {
        return row.map(found -> found.get(column, Long.class)).orElse(0L);
    }

    private Optional<Row> counters(Username maildrop) {
        return tables.row(LOOK, COUNTERS, maildrop.asString());
    }

    /** Adds a row with the next number. If {@code last} is not the last number any more, the answer has the new last number. */
    CasAnswer add(long last, UUID content, IncomingMail mail, Addressee addressee) {
        String maildrop = addressee.maildrop().asString();
        return tables.compareAndSet(
                "hold a mail",
                ADD,
                last + 1,
                maildrop,
                stored(last),
                maildrop,
                last + 1,
                mail.name(),
                content,
                mail.content().octets(),
                ByteBuffer.wrap(addressee.trace()));
    }

    /** Marks the number as used, so that a late attempt to add a row with it fails. */
    void use(Username maildrop, long number) {
        tables.compareAndSet(TAKE_AWAY, USE, number, maildrop.asString(), stored(number - 1));
    }

    /** The column is null before the first number. */
    private static Long stored(long number) {
        return number == 0 ? null : (Long) number;
    }

    /** Whether there is a row. Does not read the rows if the counters show that all are removed. */
    boolean isAny(Username maildrop) {
        Optional<Row> counters = counters(maildrop);
        long drainedThrough = number(counters, "drained_through");
        return lastIn(counters) > drainedThrough
                && first(maildrop, drainedThrough).isPresent();
    }

    private Optional<Long> first(Username maildrop, long after) {
        return tables.row(LOOK, FIRST, maildrop.asString(), after).map(row -> row.getLong("sequence"));
    }

    List<HeldMail> next(Username maildrop, int most) {
        List<HeldMail> mails = new ArrayList<>();
        tables.visit(
                LOOK,
                row -> mails.add(mail(maildrop, row)),
                NEXT,
                maildrop.asString(),
                number(counters(maildrop), "drained_through"),
                most);
        return mails;
    }

    Optional<HeldMail> find(Username maildrop, long sequence) {
        return sequence < 1
                ? Optional.empty()
                : tables.row(LOOK, FIND, maildrop.asString(), sequence).map(row -> mail(maildrop, row));
    }

    private static HeldMail mail(Username maildrop, Row row) {
        return HeldMail.of(
                maildrop,
                row.getLong("sequence"),
                row.getString("name"),
                row.getUuid("content_id").toString(),
                row.getLong("octets"),
                Tables.octets(row, "trace"),
                row.getInstant("held_at"));
    }

    /** The number of rows and the time of the oldest; empty if there are none. */
    Optional<WaitingMaildrop> count(Username maildrop) {
        List<Instant> times = new ArrayList<>();
        tables.visit(
                LOOK,
                row -> times.add(row.getInstant("held_at")),
                ALL,
                maildrop.asString(),
                number(counters(maildrop), "drained_through"));
        return times.stream().min(Instant::compareTo).map(oldest -> WaitingMaildrop.of(maildrop, times.size(), oldest));
    }

    /** Removes the row with this number and content, if it exists. It cannot appear after the answer. */
    void remove(Username maildrop, long number, UUID content) {
        if (removeFirst(maildrop, number, content, number - 1)) {
            return;
        }
        long drainedThrough = number(counters(maildrop), "drained_through");
        boolean first = drainedThrough < number
                && first(maildrop, drainedThrough)
                        .filter(found -> found == number)
                        .isPresent();
        if (!first || !removeFirst(maildrop, number, content, drainedThrough)) {
            tables.compareAndSet(TAKE_AWAY, REMOVE, maildrop.asString(), number, content);
        }
    }

    /** Removes the row only if no row remains before it. */
    private boolean removeFirst(Username maildrop, long number, UUID content, long drainedThrough) {
        String name = maildrop.asString();
        return tables.compareAndSet(
                        TAKE_AWAY, REMOVE_FIRST, number, name, stored(drainedThrough), name, number, content)
                .isApplied();
    }
}
