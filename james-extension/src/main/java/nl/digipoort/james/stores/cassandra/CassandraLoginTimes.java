package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.LoginTimes;
import org.apache.james.core.Username;

/** Times of logins in James's Cassandra, by the clocks of its nodes: rows that end when the longest delay has passed. Thread-safe. */
public final class CassandraLoginTimes implements LoginTimes {
    private static final Table LOGIN =
            Table.ofRowsThatEnd("digipoort_login", "user_name text PRIMARY KEY, last_login timestamp");
    private static final Query SINCE =
            Query.read("SELECT last_login, toTimestamp(now()) AS asked_at FROM digipoort_login WHERE user_name = ?");
    private static final Query NOTE = Query.write("INSERT INTO digipoort_login (user_name, last_login)"
            + " VALUES (?, toTimestamp(now())) USING TTL " + LONGEST.toSeconds());

    private final Tables tables;

    @Inject
    public CassandraLoginTimes(JamesCassandra cassandra) {
        this((Statements) cassandra);
    }

    CassandraLoginTimes(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(LOGIN), StoreUnavailableException::new);
    }

    @Override
    public Optional<Duration> sinceLast(Username user) {
        return tables.row("look for a user's last login", SINCE, user.asString())
                .map(CassandraLoginTimes::since);
    }

    private static Duration since(Row row) {
        return Duration.between(row.get("last_login", Instant.class), row.get("asked_at", Instant.class));
    }

    @Override
    public void note(Username user) {
        tables.row("note a user's login", NOTE, user.asString());
    }
}
