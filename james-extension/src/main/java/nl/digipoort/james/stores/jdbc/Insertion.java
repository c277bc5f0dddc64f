// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.LeaseLostException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.QuotaRoot;

/** The insertion of a message into an inbox, with all data that is known before the transaction. Not thread-safe. */
final class Insertion {
    private static final String ADD_TO_QUOTA = "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT ="
            + " CURRENTQUOTA_MESSAGECOUNT + 1, CURRENTQUOTA_SIZE = CURRENTQUOTA_SIZE + ?"
            + " WHERE CURRENTQUOTA_QUOTAROOT = ?";
    private static final String INSERT_QUOTA = "INSERT INTO JAMES_QUOTA_CURRENTQUOTA (CURRENTQUOTA_MESSAGECOUNT,"
            + " CURRENTQUOTA_SIZE, CURRENTQUOTA_QUOTAROOT) VALUES (1, ?, ?)";

    private final OwnedLease lease;
    private final Username maildrop;
    private final DeliveredMessage message;
    private final MimeProperties mime;
    private final long[] propertyIds;
    private final QuotaRoot quotaRoot;
    private final Instant date;
    private Optional<NumberedMessage> numbers = Optional.empty();

    Insertion(
            OwnedLease lease,
            Username maildrop,
            DeliveredMessage message,
            MimeProperties mime,
            long[] propertyIds,
            QuotaRoot quotaRoot,
            Instant date) {
        this.lease = lease;
        this.maildrop = maildrop;
        this.message = message;
        this.mime = mime;
        this.propertyIds = propertyIds;
        this.quotaRoot = quotaRoot;
        this.date = date;
    }

    Username maildrop() {
        return maildrop;
    }

    long octets() {
        return message.octets();
    }

    /** The numbers that the message got in the last run. */
    Optional<NumberedMessage> numbers() {
        return numbers;
    }

    /**
     * Inserts the message and reads it back.
     *
     * @return the numbers that it got; empty if there is no inbox
     * @throws LeaseLostException if the remaining lease time is too short for a commit
     */
    Optional<NumberedMessage> run(Connection connection) throws SQLException {
        numbers = InboxRows.next(maildrop, date, connection);
        if (numbers.isEmpty()) {
            return numbers;
        }
        insert(numbers.get(), connection);
        if (!lease.hasTimeForAStep()) {
            throw new LeaseLostException(lease);
        }
        return numbers;
    }

    private void insert(NumberedMessage at, Connection connection) throws SQLException {
        try {
            MessageRows.insert(at, message, mime, propertyIds, connection);
            countInQuota(connection);
            JdbcWireSizeStore.extend(Long.toString(at.mailbox()), at.uid(), wireException(), connection);
            MessageRows.verify(at, message, KnownDatabases.isPostgres(connection), connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** James does not count an empty message, neither here nor when it is deleted. */
    private void countInQuota(Connection connection) throws SQLException {
        if (octets() > 0 && Sql.update(connection, ADD_TO_QUOTA, octets(), quotaRoot.getValue()) == 0) {
            Sql.update(connection, INSERT_QUOTA, octets(), quotaRoot.getValue());
        }
    }

    private OptionalLong wireException() {
        return message.wireOctets() == message.octets() ? OptionalLong.empty() : OptionalLong.of(message.wireOctets());
    }

    /** The numbers if the message is in the inbox; for when it is unknown whether its transaction was committed. */
    Optional<NumberedMessage> ifThere(Connection connection) throws SQLException {
        // waits for that transaction if it has not ended yet
        MaildropOrder.await(maildrop, connection);
        return numbers.isPresent() && MessageRows.isThere(numbers.get(), message, connection)
                ? numbers
                : Optional.empty();
    }
}
