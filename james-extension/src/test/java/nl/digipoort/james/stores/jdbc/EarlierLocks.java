// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import nl.digipoort.james.lock.Lease;
import org.apache.james.core.Username;

/** The statements of a node before ADR 46, on its table: the clock of the database decides. The lease time is a minute. */
final class EarlierLocks {
    private static final String IN_FORCE = "OWNER_TOKEN IS NOT NULL AND EXPIRES_AT > CURRENT_TIMESTAMP";
    private static final String OWN = "MAILDROP = ? AND OWNER_TOKEN = ? AND EXPIRES_AT > CURRENT_TIMESTAMP";
    private static final String UNTIL = "CURRENT_TIMESTAMP + INTERVAL '60' SECOND(4)";
    private static final String UPDATE = "UPDATE DIGIPOORT_MAILDROP_LOCK SET ";

    private final Tables tables;
    private final JamesDatabase database;

    EarlierLocks(JamesDatabase database) {
        this.database = database;
        this.tables = new Tables(
                database,
                List.of(Table.of(
                        "DIGIPOORT_MAILDROP_LOCK",
                        "MAILDROP VARCHAR(255) NOT NULL PRIMARY KEY, FENCE BIGINT NOT NULL, OWNER_TOKEN VARCHAR(36),"
                                + " HOLDER_KIND VARCHAR(16), HOLDER_NODE VARCHAR(255), HOLDER_CLIENT VARCHAR(255),"
                                + " LOCK_STATE VARCHAR(16), HELD_SINCE TIMESTAMP WITH TIME ZONE,"
                                + " EXPIRES_AT TIMESTAMP WITH TIME ZONE")));
    }

    Optional<Lease> acquire(Username maildrop) {
        String token = UUID.randomUUID().toString();
        tables.run("take", connection -> {
            Object[] values = {token, maildrop.asString()};
            String holder = "HOLDER_KIND = 'SESSION', HOLDER_NODE = 'old', HOLDER_CLIENT = '192.0.2.9',"
                    + " LOCK_STATE = 'HELD', HELD_SINCE = CURRENT_TIMESTAMP, EXPIRES_AT = " + UNTIL;
            int taken = Sql.update(
                    connection,
                    UPDATE + "FENCE = FENCE + 1, OWNER_TOKEN = ?, " + holder + " WHERE MAILDROP = ? AND NOT ("
                            + IN_FORCE + ")",
                    values);
            boolean present =
                    Sql.exists(connection, "SELECT 1 FROM DIGIPOORT_MAILDROP_LOCK WHERE MAILDROP = ?", values[1]);
            return taken > 0 || present
                    ? taken
                    : Sql.update(
                            connection,
                            "INSERT INTO DIGIPOORT_MAILDROP_LOCK (FENCE, OWNER_TOKEN, HOLDER_KIND, HOLDER_NODE,"
                                    + " HOLDER_CLIENT, LOCK_STATE, HELD_SINCE, EXPIRES_AT, MAILDROP) VALUES (1, ?,"
                                    + " 'SESSION', 'old', '192.0.2.9', 'HELD', CURRENT_TIMESTAMP, "
                                    + UNTIL + ", ?)",
                            values);
        });
        return tables.run(
                "look",
                connection -> Sql.first(
                        connection,
                        row -> Lease.of(maildrop, UUID.fromString(token), row.getLong(1)),
                        "SELECT FENCE FROM DIGIPOORT_MAILDROP_LOCK WHERE " + OWN,
                        maildrop.asString(),
                        token));
    }

    boolean renew(Lease lease) {
        return own(UPDATE + "EXPIRES_AT = " + UNTIL, lease);
    }

    boolean beginUpdate(Lease lease) {
        return own(UPDATE + "LOCK_STATE = 'UPDATING', EXPIRES_AT = " + UNTIL, lease);
    }

    void release(Lease lease) {
        own(UPDATE + "OWNER_TOKEN = NULL, EXPIRES_AT = NULL", lease);
    }

    private boolean own(String change, Lease lease) {
        try {
            return database.transact(connection -> Sql.update(
                            connection,
                            change + " WHERE " + OWN,
                            lease.maildrop().asString(),
                            lease.owner().toString())
                    > 0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
