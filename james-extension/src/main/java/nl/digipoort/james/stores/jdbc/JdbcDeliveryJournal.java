package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import nl.digipoort.james.journal.DeliverySettings;
import nl.digipoort.james.lock.StoreUnavailableException;
import org.apache.james.core.Username;

/** The journal in James's database: a row for each delivery that is made, and one for each maildrop's open attempt. Thread-safe. */
public final class JdbcDeliveryJournal implements DeliveryJournal {
    static final Table MADE = Table.of(
            "DIGIPOORT_DELIVERY_MADE",
            "DELIVERY_KEY VARCHAR(64) NOT NULL PRIMARY KEY, MADE_AT TIMESTAMP WITH TIME ZONE NOT NULL");
    private static final Table ATTEMPT = Table.of(
            "DIGIPOORT_DELIVERY_ATTEMPT",
            "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, DELIVERY_KEY VARCHAR(64) NOT NULL,"
                    + " MAILBOX_ID VARCHAR(255) NOT NULL, FIRST_UID BIGINT NOT NULL, FENCE BIGINT NOT NULL");
    private static final String IS_MADE = "SELECT 1 FROM DIGIPOORT_DELIVERY_MADE WHERE DELIVERY_KEY = ?";
    private static final String INSERT_MADE =
            "INSERT INTO DIGIPOORT_DELIVERY_MADE (DELIVERY_KEY, MADE_AT) VALUES (?, CURRENT_TIMESTAMP)";
    private static final String SELECT_ATTEMPT =
            "SELECT DELIVERY_KEY, MAILBOX_ID, FIRST_UID, FENCE" + " FROM DIGIPOORT_DELIVERY_ATTEMPT WHERE MAILDROP = ?";
    private static final String REPLACE_ATTEMPT = "UPDATE DIGIPOORT_DELIVERY_ATTEMPT SET DELIVERY_KEY = ?,"
            + " MAILBOX_ID = ?, FIRST_UID = ?, FENCE = ? WHERE MAILDROP = ? AND FENCE <= ?";
    private static final String INSERT_ATTEMPT = "INSERT INTO DIGIPOORT_DELIVERY_ATTEMPT"
            + " (DELIVERY_KEY, MAILBOX_ID, FIRST_UID, FENCE, MAILDROP) VALUES (?, ?, ?, ?, ?)";
    private static final String DELETE_ATTEMPT =
            "DELETE FROM DIGIPOORT_DELIVERY_ATTEMPT WHERE MAILDROP = ? AND DELIVERY_KEY = ? AND FENCE = ?";

    private static final String HIGHEST_FENCE = "SELECT MAX(FENCE) FROM DIGIPOORT_DELIVERY_ATTEMPT";

    private final Tables tables;
    private final String forget;

    @Inject
    public JdbcDeliveryJournal(JamesDatabase database, DeliverySettings settings) {
        this(database, settings.rememberFor());
    }

    JdbcDeliveryJournal(Transactions database, Duration timeToRemember) {
        this.tables = new Tables(database, List.of(MADE, ATTEMPT), StoreUnavailableException::new);
        this.forget = "DELETE FROM DIGIPOORT_DELIVERY_MADE WHERE MADE_AT <= CURRENT_TIMESTAMP - INTERVAL '"
                + timeToRemember.toDays() + "' DAY";
    }

    /** The highest fence of an attempt that is not ended; 0 if there is none. */
    long highestFence() {
        return tables.run("look for the highest fence", connection -> {
            try (PreparedStatement select = connection.prepareStatement(HIGHEST_FENCE);
                    ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        });
    }

    @Override
    public boolean isMade(Delivery delivery) {
        return tables.run("look for a delivery", connection -> isMade(delivery.key(), connection));
    }

    private static boolean isMade(String key, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IS_MADE)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean begin(DeliveryAttempt attempt) {
        return tables.run("open an attempt to deliver", connection -> {
            if (replace(attempt, connection)) {
                return true;
            }
            // the insert may hit upon another's: then the tables run it again, and the other's is found
            return find(attempt.maildrop(), connection).isEmpty() && insert(attempt, connection);
        });
    }

    private static boolean replace(DeliveryAttempt attempt, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REPLACE_ATTEMPT)) {
            set(update, attempt);
            update.setLong(6, attempt.fence());
            return update.executeUpdate() > 0;
        }
    }

    private static boolean insert(DeliveryAttempt attempt, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ATTEMPT)) {
            set(insert, attempt);
            return insert.executeUpdate() > 0;
        }
    }

    private static void set(PreparedStatement statement, DeliveryAttempt attempt) throws SQLException {
        statement.setString(1, attempt.deliveryKey());
        statement.setString(2, attempt.mailboxId());
        statement.setLong(3, attempt.firstUid());
        statement.setLong(4, attempt.fence());
        statement.setString(5, attempt.maildrop().asString());
    }

    @Override
    public Optional<DeliveryAttempt> unsettled(Username maildrop) {
        return tables.run("look for an open attempt to deliver", connection -> find(maildrop, connection));
    }

    private static Optional<DeliveryAttempt> find(Username maildrop, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_ATTEMPT)) {
            select.setString(1, maildrop.asString());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(DeliveryAttempt.of(
                                row.getString(1), maildrop, row.getString(2), row.getLong(3), row.getLong(4)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void made(DeliveryAttempt attempt) {
        tables.run("note that a delivery is made", connection -> {
            // the insert may hit upon another's: then the tables run it again, and the other's is found
            if (!isMade(attempt.deliveryKey(), connection)) {
                insertMade(attempt.deliveryKey(), connection);
            }
            return delete(attempt, connection);
        });
    }

    /** Notes it in the transaction that makes it. False if it is made already. */
    static boolean noteMade(Delivery delivery, Connection connection) throws SQLException {
        String key = delivery.key();
        if (isMade(key, connection)) {
            return false;
        }
        insertMade(key, connection);
        return true;
    }

    private static void insertMade(String key, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MADE)) {
            insert.setString(1, key);
            insert.executeUpdate();
        }
    }

    @Override
    public void notMade(DeliveryAttempt attempt) {
        tables.run("note that a delivery is not made", connection -> delete(attempt, connection));
    }

    private static boolean delete(DeliveryAttempt attempt, Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE_ATTEMPT)) {
            delete.setString(1, attempt.maildrop().asString());
            delete.setString(2, attempt.deliveryKey());
            delete.setLong(3, attempt.fence());
            return delete.executeUpdate() > 0;
        }
    }

    @Override
    public void forgetOld() {
        tables.run("forget old deliveries", connection -> {
            try (PreparedStatement delete = connection.prepareStatement(forget)) {
                return delete.executeUpdate();
            }
        });
    }
}
