// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import org.apache.james.core.Username;

/**
 * The delivery journal in James's Cassandra. Each delivery that was made has a row, which expires by its time to live. The last attempt of
 * each maildrop has a row that stays, so that no attempt with a lower fence can follow. Thread-safe.
 */
public final class CassandraDeliveryJournal implements DeliveryJournal {
    private static final Table MADE = Table.ofRowsThatEnd("digipoort_delivery_made", "delivery_key text PRIMARY KEY");
    private static final Table ATTEMPT = Table.of(
            "digipoort_delivery_attempt",
            "maildrop text PRIMARY KEY, fence bigint, delivery_key text, mailbox_id text, first_uid bigint, open boolean");
    private static final Query IS_MADE =
            Query.read("SELECT delivery_key FROM digipoort_delivery_made WHERE delivery_key = ?");
    private static final Query NOTE_MADE =
            Query.write("INSERT INTO digipoort_delivery_made (delivery_key) VALUES (?) USING TTL ?");
    private static final Query LAST = Query.read("SELECT fence, delivery_key, mailbox_id, first_uid, open"
            + " FROM digipoort_delivery_attempt WHERE maildrop = ?");
    private static final Query BEGIN = Query.compareAndSet("UPDATE digipoort_delivery_attempt"
            + " SET fence = ?, delivery_key = ?, mailbox_id = ?, first_uid = ?, open = true"
            + " WHERE maildrop = ? IF fence = ? AND delivery_key = ?");
    private static final Query SETTLE = Query.compareAndSet("UPDATE digipoort_delivery_attempt SET open = false"
            + " WHERE maildrop = ? IF fence = ? AND delivery_key = ?");
    private static final int TRIES = 4;

    private final Tables tables;
    private final int secondsToRemember;

    @Inject
    public CassandraDeliveryJournal(JamesCassandra cassandra, DeliverySettings settings) {
        this(cassandra, settings.rememberFor());
    }

    CassandraDeliveryJournal(Statements cassandra, Duration timeToRemember) {
        this.tables = new Tables(cassandra, List.of(MADE, ATTEMPT));
        this.secondsToRemember = Math.toIntExact(timeToRemember.toSeconds());
    }

    @Override
    public boolean isMade(Delivery delivery) {
        return tables.row("look for a delivery", IS_MADE, delivery.key()).isPresent();
    }

    @Override
    public boolean begin(DeliveryAttempt attempt) {
        String purpose = "open an attempt to deliver";
        Optional<Row> last = tables.row(purpose, LAST, attempt.maildrop().asString());
        for (int tried = 0; tried < TRIES; tried++) {
            if (last.filter(row -> row.getLong("fence") > attempt.fence()).isPresent()) {
                return false;
            }
            CasAnswer answer = tables.compareAndSet(
                    purpose,
                    BEGIN,
                    attempt.fence(),
                    attempt.deliveryKey(),
                    attempt.mailboxId(),
                    attempt.firstUid(),
                    attempt.maildrop().asString(),
                    last.map(row -> row.getLong("fence")).orElse(null),
                    last.map(row -> row.getString("delivery_key")).orElse(null));
            if (answer.isApplied()) {
                return true;
            }
            // this may be our own attempt if the first answer was lost; then it is set again
            last = answer.found();
        }
        // another owner of the lock was faster every time
        return false;
    }

    @Override
    public Optional<DeliveryAttempt> unsettled(Username maildrop) {
        return tables.row("look for an open attempt to deliver", LAST, maildrop.asString())
                .filter(row -> row.getBoolean("open"))
                .map(row -> DeliveryAttempt.of(
                        row.getString("delivery_key"),
                        maildrop,
                        row.getString("mailbox_id"),
                        row.getLong("first_uid"),
                        row.getLong("fence")));
    }

    /**
     * Writes the delivery first, then the attempt: no transaction spans their two partitions. After a crash in between, the attempt is
     * still open, and the next holder of the lock settles it again. In the opposite order the delivery would be forgotten.
     */
    @Override
    public void made(DeliveryAttempt attempt) {
        tables.row("note that a delivery is made", NOTE_MADE, attempt.deliveryKey(), secondsToRemember);
        notMade(attempt);
    }

    @Override
    public void notMade(DeliveryAttempt attempt) {
        tables.compareAndSet(
                "settle an attempt to deliver",
                SETTLE,
                attempt.maildrop().asString(),
                attempt.fence(),
                attempt.deliveryKey());
    }

    /** Does nothing: the rows expire in Cassandra. */
    @Override
    public void forgetOld(Instant now) {}
}
