// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.AccountPolicyFormat;
import nl.digipoort.james.policy.AccountPolicyStore;
import nl.digipoort.james.policy.StoredPolicies;
import nl.digipoort.james.policy.StoredPolicyRows;
import org.apache.james.core.Username;

/**
 * Account policies in James's database: one row for each user with an exception, and one for all. They are not in the table of the limits,
 * because an older node replaces all rows of an account there (docs/develop/adr/0073-account-policy.md). Thread-safe.
 */
public final class JdbcAccountPolicyStore implements AccountPolicyStore {
    private static final Table POLICY = Table.of(
            "DIGIPOORT_POLICY",
            "APPLIES_TO VARCHAR(8) NOT NULL, USER_NAME VARCHAR(255) NOT NULL, POLICY VARCHAR(2000) NOT NULL,"
                    + " PRIMARY KEY (APPLIES_TO, USER_NAME)");
    private static final String ALL = "all";
    private static final String ONE = "one";
    /** Not empty, because some databases do not distinguish an empty string from null. */
    private static final String NOBODY = "-";

    private static final String SELECT = "SELECT APPLIES_TO, USER_NAME, POLICY FROM DIGIPOORT_POLICY";
    private static final String UPDATE =
            "UPDATE DIGIPOORT_POLICY SET POLICY = ? WHERE APPLIES_TO = ? AND USER_NAME = ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_POLICY (POLICY, APPLIES_TO, USER_NAME) VALUES (?, ?, ?)";
    private static final String DELETE = "DELETE FROM DIGIPOORT_POLICY WHERE APPLIES_TO = ? AND USER_NAME = ?";

    private final Tables tables;

    @Inject
    public JdbcAccountPolicyStore(Transactions database) {
        this.tables = new Tables(database, List.of(POLICY));
    }

    @Override
    public StoredPolicies all() {
        return tables.run("read the policies", JdbcAccountPolicyStore::all);
    }

    private static StoredPolicies all(Connection connection) throws SQLException {
        StoredPolicyRows rows = new StoredPolicyRows();
        Sql.RowVisitor take = row -> {
            if (row.getString(1).equals(ALL)) {
                rows.forAll(row.getString(3));
            } else {
                rows.exception(row.getString(2), row.getString(3));
            }
        };
        Sql.visit(connection, take, SELECT);
        return rows.policies();
    }

    @Override
    public void setForAll(AccountPolicy policy) {
        tables.run("set the policy of all accounts", connection -> replace(ALL, NOBODY, policy, connection));
    }

    @Override
    public void setException(Username user, AccountPolicy policy) {
        tables.run("set the policy of an account", connection -> replace(ONE, user.asString(), policy, connection));
    }

    /** Two first changes at once conflict. {@link Tables} then runs the second one again. */
    private static int replace(String appliesTo, String user, AccountPolicy policy, Connection connection)
            throws SQLException {
        if (policy.isEmpty()) {
            return Sql.update(connection, DELETE, appliesTo, user);
        }
        String text = AccountPolicyFormat.write(policy);
        int changed = Sql.update(connection, UPDATE, text, appliesTo, user);
        return changed > 0 ? changed : Sql.update(connection, INSERT, text, appliesTo, user);
    }
}
