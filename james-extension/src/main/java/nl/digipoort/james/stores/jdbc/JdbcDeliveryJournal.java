// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import com.google.common.collect.ObjectArrays;
import java.sql.Connection;
import java.sql.SQLException;
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
 * The delivery journal in James's database, where James itself appends through another connection. The last attempt of each maildrop has a
 * row that stays, so that no attempt with a lower fence can follow. Thread-safe.
 */
public final class JdbcDeliveryJournal implements DeliveryJournal {
    static final Table ATTEMPT = Table.of(
            "DIGIPOORT_DELIVERY_ATTEMPT",
            "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, FENCE BIGINT NOT NULL, DELIVERY_KEY VARCHAR(64) NOT NULL,"
                    + " MAILBOX_ID VARCHAR(255) NOT NULL, FIRST_UID BIGINT NOT NULL, UNSETTLED BOOLEAN NOT NULL");

    private static final String UPDATE = "UPDATE DIGIPOORT_DELIVERY_ATTEMPT SET FENCE = ?, DELIVERY_KEY = ?,"
            + " MAILBOX_ID = ?, FIRST_UID = ?, UNSETTLED = TRUE WHERE MAILDROP = ? AND FENCE <= ?";
    private static final String INSERT = "INSERT INTO DIGIPOORT_DELIVERY_ATTEMPT"
            + " (FENCE, DELIVERY_KEY, MAILBOX_ID, FIRST_UID, MAILDROP, UNSETTLED) VALUES (?, ?, ?, ?, ?, TRUE)";
    private static final String IS_THERE = "SELECT 1 FROM DIGIPOORT_DELIVERY_ATTEMPT WHERE MAILDROP = ?";
    private static final String FIND = "SELECT DELIVERY_KEY, MAILBOX_ID, FIRST_UID, FENCE"
            + " FROM DIGIPOORT_DELIVERY_ATTEMPT WHERE MAILDROP = ? AND UNSETTLED";
    private static final String SETTLE = "UPDATE DIGIPOORT_DELIVERY_ATTEMPT SET UNSETTLED = FALSE"
            + " WHERE MAILDROP = ? AND FENCE = ? AND DELIVERY_KEY = ?";

    private final Tables tables;
    private final JdbcMadeDeliveries made;

    @Inject
    public JdbcDeliveryJournal(Transactions database, DeliverySettings settings) {
        this(database, settings.rememberFor());
    }

    JdbcDeliveryJournal(Transactions database, Duration timeToRemember) {
        this.tables = new Tables(database, List.of(JdbcMadeDeliveries.TABLE, ATTEMPT));
        this.made = new JdbcMadeDeliveries(database, timeToRemember);
    }

    @Override
    public boolean isMade(Delivery delivery) {
        return tables.query(
                "look for a delivery", connection -> JdbcMadeDeliveries.isNoted(delivery.key(), connection));
    }

    /** The insert may conflict with another one. {@link Tables} then runs it again, which compares the fences. */
    @Override
    public boolean begin(DeliveryAttempt attempt) {
        String maildrop = attempt.maildrop().asString();
        Object[] row = {attempt.fence(), attempt.deliveryKey(), attempt.mailboxId(), attempt.firstUid(), maildrop};
        return tables.run(
                "open an attempt to deliver",
                connection -> Sql.update(connection, UPDATE, ObjectArrays.concat(row, attempt.fence())) > 0
                        || (!Sql.exists(connection, IS_THERE, maildrop) && Sql.update(connection, INSERT, row) > 0));
    }

    @Override
    public Optional<DeliveryAttempt> unsettled(Username maildrop) {
        return tables.query(
                "look for an open attempt to deliver",
                connection -> Sql.first(
                        connection,
                        row -> DeliveryAttempt.of(
                                row.getString(1), maildrop, row.getString(2), row.getLong(3), row.getLong(4)),
                        FIND,
                        maildrop.asString()));
    }

    @Override
    public void made(DeliveryAttempt attempt) {
        tables.run("note that a delivery is made", connection -> {
            JdbcMadeDeliveries.note(attempt.deliveryKey(), connection);
            return settle(attempt, connection);
        });
    }

    @Override
    public void notMade(DeliveryAttempt attempt) {
        tables.run("settle an attempt to deliver", connection -> settle(attempt, connection));
    }

    private static int settle(DeliveryAttempt attempt, Connection connection) throws SQLException {
        return Sql.update(connection, SETTLE, attempt.maildrop().asString(), attempt.fence(), attempt.deliveryKey());
    }

    @Override
    public void forgetOld(Instant now) {
        made.forgetOld(now);
    }
}
