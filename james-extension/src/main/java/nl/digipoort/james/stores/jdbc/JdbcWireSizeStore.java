// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import nl.digipoort.james.maildrop.KeptUniqueIds;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Sizes on the wire in James's database: one row per mailbox with the last examined uid, and one row per message whose size differs or
 * that has kept its unique-id. A save writes only changes. Thread-safe.
 */
public final class JdbcWireSizeStore implements WireSizeStore {
    private static final Table EXAMINED = Table.of(
            "DIGIPOORT_WIRE_EXAMINED",
            "MAILBOX_ID VARCHAR(255) NOT NULL PRIMARY KEY, EXAMINED_THROUGH BIGINT NOT NULL");
    private static final Table SIZE = Table.of(
                    "DIGIPOORT_WIRE_SIZE",
                    "MAILBOX_ID VARCHAR(255) NOT NULL, MESSAGE_UID BIGINT NOT NULL, WIRE_OCTETS BIGINT NOT NULL,"
                            + " PRIMARY KEY (MAILBOX_ID, MESSAGE_UID)")
            .withColumns(List.of("UNIQUE_ID VARCHAR(" + KeptUniqueIds.LONGEST + ")"));
    static final List<Table> TABLES = List.of(EXAMINED, SIZE);

    private static final String SELECT_ALL = "SELECT e.EXAMINED_THROUGH, s.MESSAGE_UID, s.WIRE_OCTETS, s.UNIQUE_ID"
            + " FROM DIGIPOORT_WIRE_EXAMINED e LEFT JOIN DIGIPOORT_WIRE_SIZE s ON s.MAILBOX_ID = e.MAILBOX_ID"
            + " WHERE e.MAILBOX_ID = ?";
    private static final String UPDATE_EXAMINED =
            "UPDATE DIGIPOORT_WIRE_EXAMINED SET EXAMINED_THROUGH = ? WHERE MAILBOX_ID = ?";
    private static final String EXTEND = UPDATE_EXAMINED + " AND EXAMINED_THROUGH = ?";
    private static final String INSERT_EXAMINED =
            "INSERT INTO DIGIPOORT_WIRE_EXAMINED (EXAMINED_THROUGH, MAILBOX_ID) VALUES (?, ?)";
    private static final String DELETE_SIZE =
            "DELETE FROM DIGIPOORT_WIRE_SIZE WHERE MAILBOX_ID = ? AND MESSAGE_UID = ?";
    private static final String INSERT_SIZE =
            "INSERT INTO DIGIPOORT_WIRE_SIZE (MAILBOX_ID, MESSAGE_UID, WIRE_OCTETS) VALUES (?, ?, ?)";
    private static final String INSERT_UNIQUE_ID =
            "INSERT INTO DIGIPOORT_WIRE_SIZE (MAILBOX_ID, MESSAGE_UID, WIRE_OCTETS, UNIQUE_ID) VALUES (?, ?, ?, ?)";

    /** Instead of octets, in the row of a unique-id: the size does not differ. */
    private static final long SAME = -2;

    private final Tables tables;

    @Inject
    public JdbcWireSizeStore(Transactions database) {
        this.tables = new Tables(database, TABLES);
    }

    @Override
    public WireSizes find(MailboxId mailbox) {
        String id = mailbox.serialize();
        return tables.run("find the sizes on the wire", connection -> find(id, connection));
    }

    private static WireSizes find(String id, Connection connection) throws SQLException {
        Map<Long, Long> octetsByUid = new HashMap<>();
        Map<Long, String> uniqueIds = new HashMap<>();
        AtomicReference<Long> examinedThrough = new AtomicReference<>();
        Sql.RowVisitor size = row -> {
            examinedThrough.set(row.getLong(1));
            long uid = row.getLong(2);
            if (row.wasNull()) {
                return;
            }
            if (row.getLong(3) != SAME) {
                octetsByUid.put(uid, row.getLong(3));
            }
            Optional.ofNullable(row.getString(4)).ifPresent(uniqueId -> uniqueIds.put(uid, uniqueId));
        };
        Sql.visit(connection, size, SELECT_ALL, id);
        return examinedThrough.get() == null
                ? WireSizes.NOTHING_EXAMINED
                : WireSizes.of(examinedThrough.get(), octetsByUid).with(KeptUniqueIds.stored(uniqueIds));
    }

    @Override
    public void save(MailboxId mailbox, WireSizes sizes) {
        String id = mailbox.serialize();
        tables.run("save the sizes on the wire", connection -> {
            // the row of the mailbox first: it makes a concurrent save of the same mailbox wait
            if (Sql.update(connection, UPDATE_EXAMINED, sizes.examinedThrough(), id) == 0) {
                Sql.update(connection, INSERT_EXAMINED, sizes.examinedThrough(), id);
            }
            Map<Long, List<Object>> stored = rows(find(id, connection));
            Map<Long, List<Object>> wanted = rows(sizes);
            delete(id, difference(stored, wanted).keySet(), connection);
            insert(id, difference(wanted, stored), connection);
            return null;
        });
    }

    /** Needs one statement if the size equals the stored one. A late writer that has lost its lock still writes a correct size. */
    @Override
    public void extend(MailboxId mailbox, long uid, OptionalLong exception) {
        String id = mailbox.serialize();
        tables.run("note the size on the wire of a message", connection -> {
            extend(id, uid, exception, connection);
            return null;
        });
    }

    /** The same, within the transaction of the delivery. */
    static void extend(String mailbox, long uid, OptionalLong exception, Connection connection) throws SQLException {
        if (isExtended(mailbox, uid, connection)) {
            if (exception.isPresent()) {
                Sql.update(connection, INSERT_SIZE, mailbox, uid, exception.getAsLong());
            }
        }
    }

    private static boolean isExtended(String id, long uid, Connection connection) throws SQLException {
        return Sql.update(connection, EXTEND, uid, id, uid - 1) > 0
                || (uid == 1 && Sql.update(connection, INSERT_EXAMINED, uid, id) > 0);
    }

    /** By uid: the octets, and the unique-id if the message has kept one. */
    private static Map<Long, List<Object>> rows(WireSizes sizes) {
        Map<Long, List<Object>> rows = new HashMap<>();
        sizes.exceptions().forEach((uid, octets) -> rows.put(uid, List.of(octets)));
        sizes.uniqueIds()
                .byUid()
                .forEach((uid, uniqueId) ->
                        rows.put(uid, List.of(sizes.exceptions().getOrDefault(uid, SAME), uniqueId)));
        return rows;
    }

    /** The rows that are missing or different in the other map. */
    private static Map<Long, List<Object>> difference(Map<Long, List<Object>> rows, Map<Long, List<Object>> other) {
        Map<Long, List<Object>> difference = new HashMap<>(rows);
        difference.entrySet().removeAll(other.entrySet());
        return difference;
    }

    private static void delete(String id, Set<Long> uids, Connection connection) throws SQLException {
        List<Object[]> values = new ArrayList<>();
        uids.forEach(uid -> values.add(new Object[] {id, uid}));
        Sql.updateEach(connection, DELETE_SIZE, values);
    }

    private static void insert(String id, Map<Long, List<Object>> rows, Connection connection) throws SQLException {
        List<Object[]> sizes = new ArrayList<>();
        List<Object[]> uniqueIds = new ArrayList<>();
        rows.forEach((uid, row) -> {
            if (row.size() == 1) {
                sizes.add(new Object[] {id, uid, row.get(0)});
            } else {
                uniqueIds.add(new Object[] {id, uid, row.get(0), row.get(1)});
            }
        });
        Sql.updateEach(connection, INSERT_SIZE, sizes);
        Sql.updateEach(connection, INSERT_UNIQUE_ID, uniqueIds);
    }
}
