// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;

/**
 * The maildrops that may have held mail, spread over a fixed number of partitions. A maildrop is listed before its row is written, and its
 * entry is checked again after that. A node that removes an entry marks it first, then checks for rows. So one of the two always sees the
 * other. Thread-safe.
 */
final class WaitingList {
    /** Many, so that each has few tombstones of removed maildrops. Must not change: stored entries were spread by it. */
    private static final int PARTITIONS = 64;

    private static final Table LISTED = Table.of(
            "digipoort_held_maildrop",
            "part int, maildrop text, listed uuid, striking boolean, PRIMARY KEY (part, maildrop)");
    private static final Query FIND =
            Query.read("SELECT listed, striking FROM digipoort_held_maildrop WHERE part = ? AND maildrop = ?");
    private static final Query ALL = Query.read("SELECT maildrop FROM digipoort_held_maildrop WHERE part = ?");
    private static final Query LIST =
            Query.compareAndSet("UPDATE digipoort_held_maildrop SET listed = ?, striking = false"
                    + " WHERE part = ? AND maildrop = ? IF listed = ? AND striking = ?");
    private static final Query BEGIN_STRIKE = Query.compareAndSet(
            "UPDATE digipoort_held_maildrop SET striking = true WHERE part = ? AND maildrop = ? IF listed = ?");
    private static final Query STRIKE = Query.compareAndSet(
            "DELETE FROM digipoort_held_maildrop WHERE part = ? AND maildrop = ? IF listed = ? AND striking = true");
    private static final String PURPOSE = "list a maildrop with held mail";
    private static final int TRIES = 100;

    private final Tables tables;
    private final HeldRows rows;

    WaitingList(Statements cassandra, HeldRows rows) {
        this.tables = new Tables(cassandra, List.of(LISTED));
        this.rows = rows;
    }

    /** Lists the maildrop, unless it is listed and its entry is not marked for removal. */
    void list(Username maildrop) {
        Optional<Row> entry = find(maildrop);
        for (int tried = 0; tried < TRIES; tried++) {
            if (entry.filter(row -> !row.getBoolean("striking")).isPresent()) {
                return;
            }
            CasAnswer answer = tables.compareAndSet(
                    PURPOSE,
                    LIST,
                    UUID.randomUUID(),
                    part(maildrop),
                    maildrop.asString(),
                    entry.map(row -> row.getUuid("listed")).orElse(null),
                    entry.map(row -> row.get("striking", Boolean.class)).orElse(null));
            if (answer.isApplied()) {
                return;
            }
            entry = answer.found();
        }
        throw new StoreUnavailableException(
                "cannot list " + maildrop.asString() + ": others were faster " + TRIES + " times", null);
    }

    private Optional<Row> find(Username maildrop) {
        return tables.row(PURPOSE, FIND, part(maildrop), maildrop.asString()).filter(row -> !row.isNull("listed"));
    }

    void strikeIfEmpty(Username maildrop) {
        if (!rows.isAny(maildrop)) {
            find(maildrop).map(row -> row.getUuid("listed")).ifPresent(listed -> strike(maildrop, listed));
        }
    }

    private void strike(Username maildrop, UUID listed) {
        String purpose = "strike off a maildrop without held mail";
        tables.compareAndSet(purpose, BEGIN_STRIKE, part(maildrop), maildrop.asString(), listed);
        if (!rows.isAny(maildrop)) {
            tables.compareAndSet(purpose, STRIKE, part(maildrop), maildrop.asString(), listed);
        }
    }

    /** The maildrops that have a row. Removes entries without a row, which a node that died may have left. */
    List<WaitingMaildrop> all() {
        List<Username> listed = new ArrayList<>();
        for (int part = 0; part < PARTITIONS; part++) {
            tables.visit(
                    "look which maildrops have held mail",
                    row -> listed.add(Username.of(row.getString("maildrop"))),
                    ALL,
                    part);
        }
        List<WaitingMaildrop> waiting = new ArrayList<>();
        for (Username maildrop : listed) {
            rows.count(maildrop).ifPresentOrElse(waiting::add, () -> strikeIfEmpty(maildrop));
        }
        return waiting;
    }

    private static int part(Username maildrop) {
        return Math.floorMod(maildrop.asString().hashCode(), PARTITIONS);
    }
}
