// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import javax.inject.Inject;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.activity.Uses;
import org.apache.james.core.Username;

/**
 * How accounts log in, in James's Cassandra: one row for each account, which is its partition, so that they are paged by their tokens. A row
 * is changed by lightweight transactions: two nodes lose no first time, and no clock of a node decides which write counts. Thread-safe.
 */
public final class CassandraUseStore implements UseStore {
    private static final Table USE =
            Table.of("digipoort_use", "user_name text PRIMARY KEY, uses frozen<map<text, text>>");

    private static final String COLUMNS = "SELECT user_name, uses FROM digipoort_use";
    private static final Query FIND = Query.read(COLUMNS + " WHERE user_name = ?");
    private static final Query ALL = Query.read(COLUMNS);
    private static final Query ALL_AFTER = Query.read(COLUMNS + " WHERE token(user_name) > token(?)");
    private static final Query CREATE =
            Query.compareAndSet("INSERT INTO digipoort_use (uses, user_name) VALUES (?, ?) IF NOT EXISTS");
    private static final Query CHANGE =
            Query.compareAndSet("UPDATE digipoort_use SET uses = ? WHERE user_name = ? IF uses = ?");
    private static final Query FORGET = Query.compareAndSet("DELETE FROM digipoort_use WHERE user_name = ? IF EXISTS");
    private static final String NOTE = "note how accounts log in";

    private final Tables tables;

    @Inject
    public CassandraUseStore(Statements cassandra) {
        this.tables = new Tables(cassandra, List.of(USE));
    }

    @Override
    public Uses find(Username user) {
        return StoredUses.parse(stored(tables.row("find how an account logs in", FIND, user.asString())));
    }

    /** All accounts at once, and those again that another node has changed meanwhile. What a node has just stored costs a read only. */
    @Override
    public void save(Map<Username, Uses> news) {
        Map<Username, Uses> left = new HashMap<>(news);
        while (!left.isEmpty()) {
            Map<Username, Map<String, String>> before = read(left);
            Map<Username, CompletionStage<AsyncResultSet>> started = new HashMap<>();
            left.forEach((user, uses) -> {
                Map<String, String> after = StoredUses.add(before.get(user), uses);
                if (StoredUses.isNews(before.get(user), after)) {
                    started.put(user, write(user, before.get(user), after));
                }
            });
            left.keySet().retainAll(started.keySet());
            started.forEach((user, write) -> {
                if (CasAnswer.of(tables.answer(NOTE, write)).isApplied()) {
                    left.remove(user);
                }
            });
        }
    }

    private Map<Username, Map<String, String>> read(Map<Username, Uses> accounts) {
        Map<Username, CompletionStage<AsyncResultSet>> started = new HashMap<>();
        accounts.keySet().forEach(user -> started.put(user, tables.start(NOTE, FIND, user.asString())));
        Map<Username, Map<String, String>> found = new HashMap<>();
        started.forEach((user, read) -> found.put(
                user, stored(Optional.ofNullable(tables.answer(NOTE, read).one()))));
        return found;
    }

    private CompletionStage<AsyncResultSet> write(
            Username user, Map<String, String> before, Map<String, String> after) {
        return before.isEmpty()
                ? tables.start(NOTE, CREATE, after, user.asString())
                : tables.start(NOTE, CHANGE, after, user.asString(), before);
    }

    /** Empty if there is no row; a row always has uses. */
    private static Map<String, String> stored(Optional<Row> row) {
        return row.map(found -> found.getMap("uses", String.class, String.class))
                .orElse(Map.of());
    }

    /** In the order of Cassandra's tokens. */
    @Override
    public List<AccountUses> page(Optional<Username> after, int most) {
        List<AccountUses> page = new ArrayList<>();
        Predicate<Row> collect = row -> {
            page.add(AccountUses.of(
                    Username.of(row.getString("user_name")), StoredUses.parse(stored(Optional.of(row)))));
            return page.size() < most;
        };
        String purpose = "list how accounts log in";
        if (after.isPresent()) {
            tables.visit(purpose, collect, ALL_AFTER, after.get().asString());
        } else {
            tables.visit(purpose, collect, ALL);
        }
        return page;
    }

    @Override
    public void forget(Username user) {
        tables.compareAndSet("forget how an account logs in", FORGET, user.asString());
    }
}
