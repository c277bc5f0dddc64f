package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Sizes on the wire in James's database: one row a mailbox for how far it is examined, one row a message whose size differs.
 * A save writes only what changed. Thread-safe.
 */
public final class JdbcWireSizeStore implements WireSizeStore {
    private static final Table EXAMINED = Table.of(
            "DIGIPOORT_WIRE_EXAMINED",
            "MAILBOX_ID VARCHAR(255) NOT NULL PRIMARY KEY, EXAMINED_THROUGH BIGINT NOT NULL");
    private static final Table SIZE = Table.of(
            "DIGIPOORT_WIRE_SIZE",
            "MAILBOX_ID VARCHAR(255) NOT NULL, MESSAGE_UID BIGINT NOT NULL, WIRE_OCTETS BIGINT NOT NULL,"
                    + " PRIMARY KEY (MAILBOX_ID, MESSAGE_UID)");
    static final List<Table> TABLES = List.of(EXAMINED, SIZE);

    private static final String SELECT_ALL = "SELECT e.EXAMINED_THROUGH, s.MESSAGE_UID, s.WIRE_OCTETS"
            + " FROM DIGIPOORT_WIRE_EXAMINED e LEFT JOIN DIGIPOORT_WIRE_SIZE s ON s.MAILBOX_ID = e.MAILBOX_ID"
            + " WHERE e.MAILBOX_ID = ?";
    private static final String UPDATE_EXAMINED =
            "UPDATE DIGIPOORT_WIRE_EXAMINED SET EXAMINED_THROUGH = ? WHERE MAILBOX_ID = ?";
    private static final String EXTEND = UPDATE_EXAMINED + " AND EXAMINED_THROUGH = ?";
    private static final String INSERT_EXAMINED =
            "INSERT INTO DIGIPOORT_WIRE_EXAMINED (EXAMINED_THROUGH, MAILBOX_ID) VALUES (?, ?)";
    private static final String SELECT_SIZES =
            "SELECT MESSAGE_UID, WIRE_OCTETS FROM DIGIPOORT_WIRE_SIZE WHERE MAILBOX_ID = ?";
    private static final String DELETE_SIZE =
            "DELETE FROM DIGIPOORT_WIRE_SIZE WHERE MAILBOX_ID = ? AND MESSAGE_UID = ?";
    private static final String INSERT_SIZE =
            "INSERT INTO DIGIPOORT_WIRE_SIZE (MAILBOX_ID, MESSAGE_UID, WIRE_OCTETS) VALUES (?, ?, ?)";

    private final Tables tables;

    @Inject
    public JdbcWireSizeStore(JamesDatabase database) {
        this.tables = new Tables(database, TABLES, StoreUnavailableException::new);
    }

    @Override
    public WireSizes find(MailboxId mailbox) {
        String id = mailbox.serialize();
        return tables.run("find the sizes on the wire", connection -> find(id, connection));
    }

    private static WireSizes find(String id, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_ALL)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return WireSizes.NOTHING_EXAMINED;
                }
                long examinedThrough = row.getLong(1);
                Map<Long, Long> octetsByUid = new HashMap<>();
                do {
                    long uid = row.getLong(2);
                    if (!row.wasNull()) {
                        octetsByUid.put(uid, row.getLong(3));
                    }
                } while (row.next());
                return WireSizes.of(examinedThrough, octetsByUid);
            }
        }
    }

    @Override
    public void save(MailboxId mailbox, WireSizes sizes) {
        String id = mailbox.serialize();
        tables.run("save the sizes on the wire", connection -> {
            // first the one row of the mailbox: it makes a concurrent save of the same mailbox wait
            if (write(UPDATE_EXAMINED, id, sizes, connection) == 0) {
                write(INSERT_EXAMINED, id, sizes, connection);
            }
            Map<Long, Long> stored = exceptions(id, connection);
            delete(id, difference(stored, sizes.exceptions()).keySet(), connection);
            insert(id, difference(sizes.exceptions(), stored), connection);
            return null;
        });
    }

    /** One statement for a message whose size is the stored one. A writer too late, whose lock is lost, still writes what is true. */
    @Override
    public void extend(MailboxId mailbox, long uid, OptionalLong exception) {
        String id = mailbox.serialize();
        tables.run("note the size on the wire of a message", connection -> {
            extend(id, uid, exception, connection);
            return null;
        });
    }

    /** The same in the transaction of the delivery. */
    static void extend(String mailbox, long uid, OptionalLong exception, Connection connection) throws SQLException {
        if (isExtended(mailbox, uid, connection)) {
            insert(mailbox, exception.isPresent() ? Map.of(uid, exception.getAsLong()) : Map.of(), connection);
        }
    }

    private static boolean isExtended(String id, long uid, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(EXTEND)) {
            update.setLong(1, uid);
            update.setString(2, id);
            update.setLong(3, uid - 1);
            return update.executeUpdate() > 0
                    || (uid == 1 && write(INSERT_EXAMINED, id, WireSizes.of(uid, Map.of()), connection) > 0);
        }
    }

    private static int write(String sql, String id, WireSizes sizes, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, sizes.examinedThrough());
            statement.setString(2, id);
            return statement.executeUpdate();
        }
    }

    /** The entries that the other map does not hold in the same way. */
    private static Map<Long, Long> difference(Map<Long, Long> sizes, Map<Long, Long> other) {
        Map<Long, Long> difference = new HashMap<>(sizes);
        difference.entrySet().removeAll(other.entrySet());
        return difference;
    }

    private static void delete(String id, Set<Long> uids, Connection connection) throws SQLException {
        if (uids.isEmpty()) {
            return; // HSQLDB refuses an empty batch
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE_SIZE)) {
            for (Long uid : uids) {
                delete.setString(1, id);
                delete.setLong(2, uid);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void insert(String id, Map<Long, Long> sizes, Connection connection) throws SQLException {
        if (sizes.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SIZE)) {
            for (Map.Entry<Long, Long> size : sizes.entrySet()) {
                insert.setString(1, id);
                insert.setLong(2, size.getKey());
                insert.setLong(3, size.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Map<Long, Long> exceptions(String id, Connection connection) throws SQLException {
        Map<Long, Long> octetsByUid = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_SIZES)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    octetsByUid.put(row.getLong(1), row.getLong(2));
                }
            }
        }
        return octetsByUid;
    }
}
