// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/**
 * The last use of maildrops, in James's Cassandra. A write has the time of its event as timestamp, so that the latest event wins, whatever
 * the order of the writes. What a delay counts from is written by a lightweight transaction, so that no node's clock decides whether it
 * counts. Thread-safe.
 */
public final class CassandraActivityStore implements ActivityStore {
    private static final Table ACTIVITY = Table.of(
                    "digipoort_activity",
                    "user_name text PRIMARY KEY, login_at timestamp, login_client text, retrieval_at timestamp")
            .withAdded("counted_at", "timestamp");
    /** The table of counted logins of earlier versions. Its rows expire after the longest delay. */
    private static final String EARLIER = "digipoort_login";

    private static final Query FIND =
            Query.read("SELECT login_at, login_client, retrieval_at FROM digipoort_activity WHERE user_name = ?");
    /** No INSERT, whose row would stay when its columns are deleted. */
    private static final Query LOGIN = Query.write(
            "UPDATE digipoort_activity USING TIMESTAMP ?" + " SET login_at = ?, login_client = ? WHERE user_name = ?");

    private static final Query RETRIEVAL =
            Query.write("UPDATE digipoort_activity USING TIMESTAMP ? SET retrieval_at = ? WHERE user_name = ?");
    private static final Query SINCE =
            Query.read("SELECT counted_at, toTimestamp(now()) AS asked_at FROM digipoort_activity WHERE user_name = ?");
    private static final Query SINCE_EARLIER = Query.read(
            "SELECT last_login AS counted_at, toTimestamp(now()) AS asked_at FROM digipoort_login WHERE user_name = ?");
    private static final String TTL = " USING TTL " + LONGEST_DELAY.toSeconds();
    private static final Query COUNT = Query.compareAndSet(
            "UPDATE digipoort_activity" + TTL + " SET counted_at = toTimestamp(now()) WHERE user_name = ? IF EXISTS");
    private static final Query COUNT_FIRST = Query.compareAndSet("INSERT INTO digipoort_activity"
            + " (user_name, counted_at) VALUES (?, toTimestamp(now())) IF NOT EXISTS" + TTL);
    private static final Query FORGET =
            Query.compareAndSet("DELETE FROM digipoort_activity WHERE user_name = ? IF EXISTS");
    private static final Query LEFT =
            Query.read("SELECT writetime(login_at) AS login, writetime(retrieval_at) AS retrieval"
                    + " FROM digipoort_activity WHERE user_name = ?");
    private static final Query FORGET_EVENTS = Query.write("DELETE login_at, login_client, retrieval_at"
            + " FROM digipoort_activity USING TIMESTAMP ? WHERE user_name = ?");
    private static final String FORGETTING = "forget when a maildrop was last used";
    private static final String NOTE = "note when maildrops were last used";

    private final Statements cassandra;
    private final Tables tables;

    @Inject
    public CassandraActivityStore(Statements cassandra) {
        this.cassandra = cassandra;
        this.tables = new Tables(cassandra, List.of(ACTIVITY));
    }

    @Override
    public Activity find(Username maildrop) {
        return tables.row("find when a maildrop was last used", FIND, maildrop.asString())
                .map(CassandraActivityStore::activity)
                .orElse(Activity.NONE);
    }

    private static Activity activity(Row row) {
        Activity activity = Activity.NONE;
        Instant login = row.get("login_at", Instant.class);
        if (login != null) {
            activity = activity.latest(Activity.login(login, row.getString("login_client")));
        }
        Instant retrieval = row.get("retrieval_at", Instant.class);
        return retrieval == null ? activity : activity.latest(Activity.retrieval(retrieval));
    }

    @Override
    public void save(Map<Username, Activity> activities) {
        List<CompletionStage<AsyncResultSet>> started = new ArrayList<>();
        activities.forEach((maildrop, activity) -> {
            String user = maildrop.asString();
            activity.lastLogin()
                    .ifPresent(login -> started.add(
                            tables.start(NOTE, LOGIN, micros(login.at()), login.at(), login.client(), user)));
            activity.lastRetrieval().ifPresent(at -> started.add(tables.start(NOTE, RETRIEVAL, micros(at), at, user)));
        });
        started.forEach(write -> tables.answer(NOTE, write));
    }

    @Override
    public void countLogin(Username user) {
        tables.put("count a user's login", COUNT, COUNT_FIRST, user.asString());
    }

    @Override
    public Optional<Duration> sinceCountedLogin(Username user) {
        Optional<Duration> since = since(SINCE, user);
        return cassandra.has(EARLIER)
                ? Stream.of(since, since(SINCE_EARLIER, user))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                : since;
    }

    private Optional<Duration> since(Query query, Username user) {
        return tables.row("look for a user's last login", query, user.asString())
                .filter(row -> !row.isNull("counted_at"))
                .map(row -> Duration.between(row.get("counted_at", Instant.class), row.get("asked_at", Instant.class)));
    }

    /** Events that a node with its clock ahead has noted are later than the deletion: they are deleted by their own timestamps. */
    @Override
    public void forget(Username maildrop) {
        String user = maildrop.asString();
        tables.compareAndSet(FORGETTING, FORGET, user);
        tables.row(FORGETTING, LEFT, user).ifPresent(row -> Stream.of("login", "retrieval")
                .filter(event -> !row.isNull(event))
                .map(row::getLong)
                .max(Comparator.naturalOrder())
                .ifPresent(last -> tables.row(FORGETTING, FORGET_EVENTS, last, user)));
    }

    private static long micros(Instant at) {
        return TimeUnit.MILLISECONDS.toMicros(at.toEpochMilli());
    }
}
