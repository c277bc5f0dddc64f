package nl.digipoort.james.stores.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.james.mailbox.model.QuotaRoot;

/** What James counts for the quotas, in JAMES_QUOTA_CURRENTQUOTA. */
final class CurrentQuotas {
    private static final String ADD = "UPDATE JAMES_QUOTA_CURRENTQUOTA SET CURRENTQUOTA_MESSAGECOUNT ="
            + " CURRENTQUOTA_MESSAGECOUNT + 1, CURRENTQUOTA_SIZE = CURRENTQUOTA_SIZE + ?"
            + " WHERE CURRENTQUOTA_QUOTAROOT = ?";
    private static final String INSERT = "INSERT INTO JAMES_QUOTA_CURRENTQUOTA (CURRENTQUOTA_MESSAGECOUNT,"
            + " CURRENTQUOTA_SIZE, CURRENTQUOTA_QUOTAROOT) VALUES (1, ?, ?)";

    private CurrentQuotas() {}

    /** Counts one message; James does not count an empty one, neither here nor when it is deleted. */
    static void add(QuotaRoot root, long octets, Connection connection) throws SQLException {
        if (octets > 0 && write(ADD, root, octets, connection) == 0) {
            write(INSERT, root, octets, connection);
        }
    }

    private static int write(String sql, QuotaRoot root, long octets, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, octets);
            statement.setString(2, root.getValue());
            return statement.executeUpdate();
        }
    }
}
