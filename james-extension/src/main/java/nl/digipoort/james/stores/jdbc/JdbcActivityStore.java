// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.inject.Inject;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/** The last use of maildrops, in James's database: one row per maildrop, times in milliseconds. Thread-safe. */
public final class JdbcActivityStore implements ActivityStore {
    /**
     * Earlier versions had a separate table of counted logins. What a node of such a version writes there later is taken over at the next
     * start.
     */
    private static final List<String> TAKEOVER = List.of(
            "UPDATE DIGIPOORT_ACTIVITY SET COUNTED_AT = (SELECT l.LAST_LOGIN FROM DIGIPOORT_LOGIN l"
                    + " WHERE l.USER_NAME = DIGIPOORT_ACTIVITY.USER_NAME) WHERE EXISTS (SELECT 1 FROM DIGIPOORT_LOGIN l"
                    + " WHERE l.USER_NAME = DIGIPOORT_ACTIVITY.USER_NAME"
                    + " AND (DIGIPOORT_ACTIVITY.COUNTED_AT IS NULL OR DIGIPOORT_ACTIVITY.COUNTED_AT < l.LAST_LOGIN))",
            "INSERT INTO DIGIPOORT_ACTIVITY (USER_NAME, COUNTED_AT) SELECT l.USER_NAME, l.LAST_LOGIN"
                    + " FROM DIGIPOORT_LOGIN l WHERE NOT EXISTS"
                    + " (SELECT 1 FROM DIGIPOORT_ACTIVITY a WHERE a.USER_NAME = l.USER_NAME)",
            "DELETE FROM DIGIPOORT_LOGIN WHERE EXISTS (SELECT 1 FROM DIGIPOORT_ACTIVITY a"
                    + " WHERE a.USER_NAME = DIGIPOORT_LOGIN.USER_NAME AND a.COUNTED_AT >= DIGIPOORT_LOGIN.LAST_LOGIN)");

    private static final Table ACTIVITY = Table.of(
                    "DIGIPOORT_ACTIVITY",
                    "USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY, LOGIN_AT BIGINT, LOGIN_CLIENT VARCHAR(255),"
                            + " RETRIEVAL_AT BIGINT")
            .withColumnInsteadOf("DIGIPOORT_LOGIN", "COUNTED_AT TIMESTAMP WITH TIME ZONE", TAKEOVER);
    private static final String SELECT =
            "SELECT LOGIN_AT, LOGIN_CLIENT, RETRIEVAL_AT FROM DIGIPOORT_ACTIVITY WHERE USER_NAME = ?";
    private static final String LOGIN = "UPDATE DIGIPOORT_ACTIVITY SET LOGIN_AT = ?, LOGIN_CLIENT = ?"
            + " WHERE USER_NAME = ? AND (LOGIN_AT IS NULL OR LOGIN_AT < ?)";
    private static final String RETRIEVAL = "UPDATE DIGIPOORT_ACTIVITY SET RETRIEVAL_AT = ?"
            + " WHERE USER_NAME = ? AND (RETRIEVAL_AT IS NULL OR RETRIEVAL_AT < ?)";
    private static final String INSERT = "INSERT INTO DIGIPOORT_ACTIVITY (USER_NAME) VALUES (?)";
    private static final String COUNT =
            "UPDATE DIGIPOORT_ACTIVITY SET COUNTED_AT = CURRENT_TIMESTAMP WHERE USER_NAME = ?";
    private static final String COUNTED = "SELECT COUNTED_AT, CURRENT_TIMESTAMP FROM DIGIPOORT_ACTIVITY"
            + " WHERE USER_NAME = ? AND COUNTED_AT IS NOT NULL";
    private static final String DELETE = "DELETE FROM DIGIPOORT_ACTIVITY WHERE USER_NAME = ?";

    private final Tables tables;

    @Inject
    public JdbcActivityStore(Transactions database) {
        this.tables = new Tables(database, List.of(ACTIVITY));
    }

    @Override
    public Activity find(Username maildrop) {
        return tables.query("find when a maildrop was last used", connection -> find(maildrop.asString(), connection)
                .orElse(Activity.NONE));
    }

    private static Optional<Activity> find(String user, Connection connection) throws SQLException {
        return Sql.first(connection, JdbcActivityStore::activity, SELECT, user);
    }

    private static Activity activity(ResultSet row) throws SQLException {
        Activity activity = Activity.NONE;
        long login = row.getLong(1);
        if (!row.wasNull()) {
            activity = activity.latest(Activity.login(Instant.ofEpochMilli(login), row.getString(2)));
        }
        long retrieval = row.getLong(3);
        return row.wasNull() ? activity : activity.latest(Activity.retrieval(Instant.ofEpochMilli(retrieval)));
    }

    @Override
    public void save(Map<Username, Activity> activities) {
        // in the same order on every node, to avoid deadlocks
        Map<String, Activity> inOrder = new TreeMap<>();
        activities.forEach((maildrop, activity) -> inOrder.put(maildrop.asString(), activity));
        tables.run("note when maildrops were last used", connection -> {
            for (Map.Entry<String, Activity> entry : inOrder.entrySet()) {
                save(entry.getKey(), entry.getValue(), connection);
            }
            return null;
        });
    }

    /** The insert may conflict with another one. {@link Tables} then runs it again, which updates the existing row. */
    @Override
    public void countLogin(Username user) {
        tables.run(
                "count a user's login",
                connection -> Sql.update(connection, COUNT, user.asString()) > 0
                        || Sql.update(connection, INSERT, user.asString())
                                        + Sql.update(connection, COUNT, user.asString())
                                > 0);
    }

    @Override
    public Optional<Duration> sinceCountedLogin(Username user) {
        return tables.run(
                "look for a user's last login",
                connection -> Sql.first(connection, JdbcActivityStore::since, COUNTED, user.asString()));
    }

    private static Duration since(ResultSet row) throws SQLException {
        return Duration.between(row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class));
    }

    @Override
    public void forget(Username maildrop) {
        tables.run(
                "forget when a maildrop was last used",
                connection -> Sql.update(connection, DELETE, maildrop.asString()));
    }

    private static void save(String user, Activity activity, Connection connection) throws SQLException {
        if (update(user, activity, connection) == 0 && find(user, connection).isEmpty()) {
            // may conflict with another node's: then Tables runs everything again
            Sql.update(connection, INSERT, user);
            update(user, activity, connection);
        }
    }

    private static int update(String user, Activity activity, Connection connection) throws SQLException {
        int updated = 0;
        if (activity.lastLogin().isPresent()) {
            Activity.Login login = activity.lastLogin().get();
            long at = login.at().toEpochMilli();
            updated += Sql.update(connection, LOGIN, at, login.client(), user, at);
        }
        if (activity.lastRetrieval().isPresent()) {
            long at = activity.lastRetrieval().get().toEpochMilli();
            updated += Sql.update(connection, RETRIEVAL, at, user, at);
        }
        return updated;
    }
}
