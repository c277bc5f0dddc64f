// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.james.mailbox.model.QuotaRoot;

/** The current use of James's quotas, in JAMES_QUOTA_CURRENTQUOTA. */
final class CurrentQuotas {
    private static final String ADD = "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT ="
            + " CURRENTQUOTA_MESSAGECOUNT + 1, CURRENTQUOTA_SIZE = CURRENTQUOTA_SIZE + ?"
            + " WHERE CURRENTQUOTA_QUOTAROOT = ?";
    private static final String INSERT = "INSERT INTO JAMES_QUOTA_CURRENTQUOTA (CURRENTQUOTA_MESSAGECOUNT,"
            + " CURRENTQUOTA_SIZE, CURRENTQUOTA_QUOTAROOT) VALUES (1, ?, ?)";

    private CurrentQuotas() {}

    /** Counts one message. James does not count an empty message, neither here nor when it is deleted. */
    static void add(QuotaRoot root, long octets, Connection connection) throws SQLException {
        if (octets > 0 && Sql.update(connection, ADD, octets, root.getValue()) == 0) {
            Sql.update(connection, INSERT, octets, root.getValue());
        }
    }
}
