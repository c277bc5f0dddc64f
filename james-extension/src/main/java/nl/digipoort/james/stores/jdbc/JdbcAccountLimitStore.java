// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.StoredAccountLimits;
import org.apache.james.core.Username;

/** Account limits in James's database: one row for each value that is set, for a user or for all. Thread-safe. */
public final class JdbcAccountLimitStore implements AccountLimitStore {
    private static final Table LIMIT = Table.of(
            "DIGIPOORT_LIMIT",
            "APPLIES_TO VARCHAR(8) NOT NULL, USER_NAME VARCHAR(255) NOT NULL, LIMIT_NAME VARCHAR(32) NOT NULL,"
                    + " LIMIT_VALUE BIGINT NOT NULL, PRIMARY KEY (APPLIES_TO, USER_NAME, LIMIT_NAME)");
    private static final String ALL = "all";
    private static final String ONE = "one";
    /** A row that stays. Every change updates it first, and so waits for a change that is not committed yet. */
    private static final String CHANGES = "-";

    private static final String COUNT_CHANGE = "UPDATE DIGIPOORT_LIMIT SET LIMIT_VALUE = LIMIT_VALUE + 1"
            + " WHERE APPLIES_TO = ? AND USER_NAME = ? AND LIMIT_NAME = ?";
    /** Not empty, because some databases do not distinguish an empty string from null. */
    private static final String NOBODY = "-";

    private static final String SELECT = "SELECT APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE FROM DIGIPOORT_LIMIT";
    private static final String DELETE =
            "DELETE FROM DIGIPOORT_LIMIT WHERE APPLIES_TO = ? AND USER_NAME = ? AND LIMIT_NAME <> ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_LIMIT (APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE) VALUES (?, ?, ?, ?)";

    private final Tables tables;

    @Inject
    public JdbcAccountLimitStore(Transactions database) {
        this.tables = new Tables(database, List.of(LIMIT));
    }

    @Override
    public StoredAccountLimits all() {
        return tables.run("read the limits", JdbcAccountLimitStore::all);
    }

    private static StoredAccountLimits all(Connection connection) throws SQLException {
        Map<String, Long> forAll = new HashMap<>();
        Map<Username, Map<String, Long>> exceptions = new HashMap<>();
        Sql.RowVisitor value = row -> {
            Map<String, Long> values = row.getString(1).equals(ALL)
                    ? forAll
                    : exceptions.computeIfAbsent(Username.of(row.getString(2)), user -> new HashMap<>());
            values.put(row.getString(3), row.getLong(4));
        };
        Sql.visit(connection, value, SELECT);
        Map<Username, AccountLimitValues> read = new HashMap<>();
        exceptions.forEach((user, values) -> read.put(user, AccountLimitValues.stored(values)));
        return StoredAccountLimits.of(AccountLimitValues.stored(forAll), read);
    }

    @Override
    public void setForAll(AccountLimitValues values) {
        tables.run("set the limits of all accounts", connection -> replace(ALL, NOBODY, values, connection));
    }

    @Override
    public void setExceptions(Username user, AccountLimitValues values) {
        tables.run("set the limits of an account", connection -> replace(ONE, user.asString(), values, connection));
    }

    /** The first change of all may conflict with another one. {@link Tables} then runs it again. */
    private static int replace(String appliesTo, String user, AccountLimitValues values, Connection connection)
            throws SQLException {
        if (Sql.update(connection, COUNT_CHANGE, ALL, NOBODY, CHANGES) == 0) {
            Sql.update(connection, INSERT, ALL, NOBODY, CHANGES, 1);
        }
        Sql.update(connection, DELETE, appliesTo, user, CHANGES);
        for (Map.Entry<String, Long> value : values.byKey().entrySet()) {
            Sql.update(connection, INSERT, appliesTo, user, value.getKey(), value.getValue());
        }
        return values.asMap().size();
    }
}
