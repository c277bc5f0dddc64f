// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.UseTimes;
import nl.digipoort.james.activity.Uses;
import org.apache.james.core.Username;

/** How accounts log in, in James's database: one row for each account and use, times in milliseconds. Thread-safe. */
public final class JdbcUseStore implements UseStore {
    private static final Table USE = Table.of(
            "DIGIPOORT_USE",
            "USER_NAME VARCHAR(255) NOT NULL, USE_NAME VARCHAR(40) NOT NULL, FIRST_AT BIGINT NOT NULL,"
                    + " LAST_AT BIGINT NOT NULL, LAST_CLIENT VARCHAR(255) NOT NULL, PRIMARY KEY (USER_NAME, USE_NAME)");
    private static final String COLUMNS =
            "SELECT USER_NAME, USE_NAME, FIRST_AT, LAST_AT, LAST_CLIENT FROM DIGIPOORT_USE";
    private static final String OF_ONE = COLUMNS + " WHERE USER_NAME = ?";
    private static final String PAGE = COLUMNS + " WHERE USER_NAME > ? ORDER BY USER_NAME, USE_NAME LIMIT ?";
    /** No account has an empty name. */
    private static final String BEFORE_ALL = "";
    /** In SQL each expression sees the row as it was before. */
    private static final String CHANGE = "UPDATE DIGIPOORT_USE SET"
            + " FIRST_AT = CASE WHEN FIRST_AT > ? THEN ? ELSE FIRST_AT END,"
            + " LAST_CLIENT = CASE WHEN LAST_AT < ? OR LAST_AT > ? THEN ? ELSE LAST_CLIENT END,"
            + " LAST_AT = CASE WHEN LAST_AT < ? OR LAST_AT > ? THEN ? ELSE LAST_AT END"
            + " WHERE USER_NAME = ? AND USE_NAME = ?";

    private static final String INSERT =
            "INSERT INTO DIGIPOORT_USE (USER_NAME, USE_NAME, FIRST_AT, LAST_AT, LAST_CLIENT)"
                    + " VALUES (?, ?, ?, ?, ?)";
    /** More rows than any version has uses. */
    private static final int MOST_OF_ONE = 100;

    private static final String DELETE = "DELETE FROM DIGIPOORT_USE WHERE USER_NAME = ?";

    private final Tables tables;

    @Inject
    public JdbcUseStore(Transactions database) {
        this.tables = new Tables(database, List.of(USE));
    }

    @Override
    public Uses find(Username user) {
        return tables.run(
                "find how an account logs in",
                connection -> Uses.of(
                        Rows.read(connection, OF_ONE, user.asString()).byUser.getOrDefault(user.asString(), Map.of())));
    }

    @Override
    public void save(Map<Username, Uses> news) {
        // in the same order on every node, to avoid deadlocks
        Map<String, Uses> inOrder = new TreeMap<>();
        news.forEach((user, uses) -> inOrder.put(user.asString(), uses));
        tables.run("note how accounts log in", connection -> {
            for (Map.Entry<String, Uses> account : inOrder.entrySet()) {
                save(account.getKey(), account.getValue(), connection);
            }
            return null;
        });
    }

    /** What is no news costs a read only. An insert may conflict with another node's: then {@link Tables} runs everything again. */
    private static void save(String user, Uses news, Connection connection) throws SQLException {
        Map<Use, UseTimes> known = Rows.read(connection, OF_ONE, user).byUser.getOrDefault(user, Map.of());
        for (Map.Entry<Use, UseTimes> use : news.asMap().entrySet()) {
            UseTimes before = known.get(use.getKey());
            UseTimes times = use.getValue();
            if (before == null) {
                insert(user, use.getKey(), times, connection);
            } else if (before.and(times).isNewsTo(before)) {
                change(user, use.getKey(), times, connection);
            }
        }
    }

    private static void insert(String user, Use use, UseTimes times, Connection connection) throws SQLException {
        long first = times.first().toEpochMilli();
        long last = times.last().toEpochMilli();
        Sql.update(connection, INSERT, user, use.text(), first, last, times.client());
    }

    private static void change(String user, Use use, UseTimes times, Connection connection) throws SQLException {
        long first = times.first().toEpochMilli();
        long last = times.last().toEpochMilli();
        long inDoubt = times.last().plus(UseTimes.IN_DOUBT).toEpochMilli();
        Sql.update(
                connection, CHANGE, first, first, last, inDoubt, times.client(), last, inDoubt, last, user, use.text());
    }

    /** The last account may be cut by the limit, so it is left to the next page. */
    @Override
    public List<AccountUses> page(Optional<Username> after, int most) {
        int limit = Math.max(most, MOST_OF_ONE + 1);
        return tables.run("list how accounts log in", connection -> {
            Rows rows =
                    Rows.read(connection, PAGE, after.map(Username::asString).orElse(BEFORE_ALL), limit);
            int whole = rows.count == limit ? rows.byUser.size() - 1 : rows.byUser.size();
            return rows.byUser.entrySet().stream()
                    .limit(Math.min(whole, most))
                    .map(account -> AccountUses.of(Username.of(account.getKey()), Uses.of(account.getValue())))
                    .collect(Collectors.toUnmodifiableList());
        });
    }

    @Override
    public void forget(Username user) {
        tables.run("forget how an account logs in", connection -> Sql.update(connection, DELETE, user.asString()));
    }

    /** Rows by their accounts, in their order. Uses that a later version has written are left out. */
    private static final class Rows {
        private final Map<String, Map<Use, UseTimes>> byUser = new LinkedHashMap<>();
        private int count;

        private static Rows read(Connection connection, String sql, Object... values) throws SQLException {
            Rows rows = new Rows();
            Sql.visit(connection, rows::add, sql, values);
            return rows;
        }

        private void add(ResultSet row) throws SQLException {
            count++;
            Map<Use, UseTimes> uses = byUser.computeIfAbsent(row.getString(1), user -> new EnumMap<>(Use.class));
            Optional<Use> use = Use.of(row.getString(2));
            if (use.isPresent()) {
                uses.put(
                        use.get(),
                        UseTimes.of(
                                Instant.ofEpochMilli(row.getLong(3)),
                                Instant.ofEpochMilli(row.getLong(4)),
                                row.getString(5)));
            }
        }
    }
}
