// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.StoredAccountLimits;
import org.apache.james.core.Username;

/** Account limits in James's Cassandra: one row for each user with exceptions, in one partition, and one row for all users. Thread-safe. */
public final class CassandraAccountLimitStore implements AccountLimitStore {
    private static final Table LIMIT = Table.of(
            "digipoort_limit",
            "applies_to text, user_name text, limits map<text, bigint>, PRIMARY KEY (applies_to, user_name)");
    private static final String ALL = "all";
    private static final String ONE = "one";
    private static final String NOBODY = "-";

    private static final Query SELECT =
            Query.read("SELECT user_name, limits FROM digipoort_limit WHERE applies_to = ?");
    private static final Query REPLACE =
            Query.write("INSERT INTO digipoort_limit (applies_to, user_name, limits) VALUES (?, ?, ?)");
    private static final Query DELETE =
            Query.write("DELETE FROM digipoort_limit WHERE applies_to = ? AND user_name = ?");

    private final Tables tables;

    @Inject
    public CassandraAccountLimitStore(JamesCassandra cassandra) {
        this((Statements) cassandra);
    }

    CassandraAccountLimitStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(LIMIT));
    }

    @Override
    public StoredAccountLimits all() {
        String purpose = "read the limits";
        Optional<AccountLimitValues> forAll = tables.row(purpose, SELECT, ALL).map(CassandraAccountLimitStore::values);
        Map<Username, AccountLimitValues> exceptions = new HashMap<>();
        tables.visit(
                purpose,
                row -> {
                    exceptions.put(Username.of(row.getString("user_name")), values(row));
                    return true;
                },
                SELECT,
                ONE);
        return StoredAccountLimits.of(forAll.orElse(AccountLimitValues.EMPTY), exceptions);
    }

    private static AccountLimitValues values(Row row) {
        Map<String, Long> limits = row.getMap("limits", String.class, Long.class);
        return AccountLimitValues.stored(limits == null ? Map.of() : limits);
    }

    @Override
    public void setForAll(AccountLimitValues values) {
        replace("set the limits of all accounts", ALL, NOBODY, values);
    }

    @Override
    public void setExceptions(Username user, AccountLimitValues values) {
        replace("set the limits of an account", ONE, user.asString(), values);
    }

    private void replace(String purpose, String appliesTo, String user, AccountLimitValues values) {
        if (values.isEmpty()) {
            tables.row(purpose, DELETE, appliesTo, user);
        } else {
            tables.row(purpose, REPLACE, appliesTo, user, values.byKey());
        }
    }
}
