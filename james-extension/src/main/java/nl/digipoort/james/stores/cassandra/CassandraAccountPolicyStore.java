// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import java.util.function.Predicate;
import javax.inject.Inject;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.AccountPolicyFormat;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.StoredPolicies;
import nl.digipoort.james.policy.StoredPolicyRows;
import org.apache.james.core.Username;

/**
 * Account policies in James's Cassandra: one row for each user with an exception, and one for all, each in its own partition. They are
 * changed by lightweight transactions, whose order does not depend on a node's clock. Thread-safe.
 */
public final class CassandraAccountPolicyStore implements AccountPolicyStore {
    private static final Table POLICY = Table.of(
            "digipoort_account_policy",
            "applies_to text, user_name text, policy text, PRIMARY KEY ((applies_to, user_name))");
    private static final String ALL = "all";
    private static final String ONE = "one";
    private static final String NOBODY = "-";

    private static final Query SELECT =
            Query.read("SELECT applies_to, user_name, policy FROM digipoort_account_policy");
    private static final Query CHANGE = Query.compareAndSet(
            "UPDATE digipoort_account_policy SET policy = ? WHERE applies_to = ? AND user_name = ? IF EXISTS");
    private static final Query CREATE = Query.compareAndSet(
            "INSERT INTO digipoort_account_policy (policy, applies_to, user_name) VALUES (?, ?, ?) IF NOT EXISTS");
    private static final Query DELETE = Query.compareAndSet(
            "DELETE FROM digipoort_account_policy WHERE applies_to = ? AND user_name = ? IF EXISTS");

    private final Tables tables;

    @Inject
    public CassandraAccountPolicyStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(POLICY));
    }

    @Override
    public StoredPolicies all() {
        StoredPolicyRows rows = new StoredPolicyRows();
        Predicate<Row> take = row -> {
            if (ALL.equals(row.getString("applies_to"))) {
                rows.forAll(row.getString("policy"));
            } else {
                rows.exception(row.getString("user_name"), row.getString("policy"));
            }
            return true;
        };
        tables.visit("read the policies", take, SELECT);
        return rows.policies();
    }

    @Override
    public void setForAll(AccountPolicy policy) {
        replace("set the policy of all accounts", ALL, NOBODY, policy);
    }

    @Override
    public void setException(Username user, AccountPolicy policy) {
        replace("set the policy of an account", ONE, user.asString(), policy);
    }

    private void replace(String purpose, String appliesTo, String user, AccountPolicy policy) {
        if (policy.isEmpty()) {
            tables.compareAndSet(purpose, DELETE, appliesTo, user);
        } else {
            tables.put(purpose, CHANGE, CREATE, AccountPolicyFormat.write(policy), appliesTo, user);
        }
    }
}
