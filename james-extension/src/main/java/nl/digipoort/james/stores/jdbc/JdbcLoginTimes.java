package nl.digipoort.james.stores.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.limits.LoginTimes;
import org.apache.james.core.Username;

/** Times of logins in James's database, by its clock: one row for each user with a login delay. Thread-safe. */
public final class JdbcLoginTimes implements LoginTimes {
    private static final Table LOGIN = Table.of(
            "DIGIPOORT_LOGIN",
            "USER_NAME VARCHAR(255) NOT NULL PRIMARY KEY, LAST_LOGIN TIMESTAMP WITH TIME ZONE NOT NULL");
    private static final String SELECT =
            "SELECT LAST_LOGIN, CURRENT_TIMESTAMP FROM DIGIPOORT_LOGIN WHERE USER_NAME = ?";
    private static final String UPDATE =
            "UPDATE DIGIPOORT_LOGIN SET LAST_LOGIN = CURRENT_TIMESTAMP WHERE USER_NAME = ?";
    private static final String INSERT =
            "INSERT INTO DIGIPOORT_LOGIN (USER_NAME, LAST_LOGIN) VALUES (?, CURRENT_TIMESTAMP)";

    private final Tables tables;

    @Inject
    public JdbcLoginTimes(JamesDatabase database) {
        this((Transactions) database);
    }

    JdbcLoginTimes(Transactions database) {
        this.tables = new Tables(database, List.of(LOGIN));
    }

    @Override
    public Optional<Duration> sinceLast(Username user) {
        return tables.run(
                "look for a user's last login",
                connection -> Sql.first(connection, JdbcLoginTimes::since, SELECT, user.asString()));
    }

    private static Duration since(ResultSet row) throws SQLException {
        return Duration.between(row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class));
    }

    /** The insert may hit upon another's: then the tables run it again, and the other's is updated. */
    @Override
    public void note(Username user) {
        tables.run(
                "note a user's login",
                connection -> Sql.update(connection, UPDATE, user.asString()) > 0
                        || Sql.update(connection, INSERT, user.asString()) > 0);
    }
}
