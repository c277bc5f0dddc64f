// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.inject.Inject;
import nl.digipoort.james.limits.AccountLimitStore;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.StoredAccountLimits;
import org.apache.james.core.Username;

/**
 * Account limits in James's Cassandra: one row for each user with exceptions, and one for all users, each in its own partition. They are
 * changed by lightweight transactions, whose order does not depend on a node's clock. Thread-safe.
 */
public final class CassandraAccountLimitStore implements AccountLimitStore {
    private static final Table LIMIT = Table.of(
            "digipoort_account_limit",
            "applies_to text, user_name text, limits frozen<map<text, bigint>>, PRIMARY KEY ((applies_to, user_name))");
    /** The table of earlier versions, one partition. What it has counts unless it is set again, or taken back by an empty row. */
    private static final String EARLIER = "digipoort_limit";

    private static final String ALL = "all";
    private static final String ONE = "one";
    private static final String NOBODY = "-";

    private static final Query SELECT = Query.read("SELECT applies_to, user_name, limits FROM digipoort_account_limit");
    private static final Query SELECT_EARLIER = Query.read("SELECT applies_to, user_name, limits FROM digipoort_limit");
    private static final Query CHANGE = Query.compareAndSet(
            "UPDATE digipoort_account_limit SET limits = ? WHERE applies_to = ? AND user_name = ? IF EXISTS");
    private static final Query CREATE = Query.compareAndSet(
            "INSERT INTO digipoort_account_limit (limits, applies_to, user_name) VALUES (?, ?, ?) IF NOT EXISTS");
    private static final Query DELETE =
            Query.compareAndSet("DELETE FROM digipoort_account_limit WHERE applies_to = ? AND user_name = ? IF EXISTS");

    private final Statements cassandra;
    private final Tables tables;

    @Inject
    public CassandraAccountLimitStore(Statements cassandra) {
        this.cassandra = cassandra;
        this.tables = new Tables(cassandra, List.of(LIMIT));
    }

    @Override
    public StoredAccountLimits all() {
        Map<Username, AccountLimitValues> exceptions = new HashMap<>();
        AtomicReference<AccountLimitValues> forAll = new AtomicReference<>(AccountLimitValues.EMPTY);
        Predicate<Row> take = row -> {
            if (ALL.equals(row.getString("applies_to"))) {
                forAll.set(values(row));
            } else {
                exceptions.put(Username.of(row.getString("user_name")), values(row));
            }
            return true;
        };
        if (cassandra.has(EARLIER)) {
            tables.visit("read the limits", take, SELECT_EARLIER);
        }
        tables.visit("read the limits", take, SELECT);
        exceptions.values().removeIf(AccountLimitValues::isEmpty);
        return StoredAccountLimits.of(forAll.get(), exceptions);
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
        if (values.isEmpty() && !cassandra.has(EARLIER)) {
            tables.compareAndSet(purpose, DELETE, appliesTo, user);
        } else {
            tables.put(purpose, CHANGE, CREATE, values.byKey(), appliesTo, user);
        }
    }
}
