// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.credential.JamesUsers;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;

/**
 * Notes how accounts log in, for {@link ActivityLog} to write. What was written less than half a day ago is not written again, so the last
 * time of a use may be older than its last login, and its address with it. The time is the expected one while the clock is off. Thread-safe.
 */
@Singleton
public final class UseLog {
    /** The most accounts with uses to write. */
    static final int MOST = 10_000;

    private static final int WRITTEN_AT_ONCE = 100;

    private final UseStore store;
    private final Predicate<Username> isUser;
    private final ClockWatch clock;
    private final Map<Username, Uses> waiting = new ConcurrentHashMap<>();
    private final WrittenUses written = new WrittenUses();

    @Inject
    UseLog(UseStore store, UsersRepository users, ClockWatch clock) {
        this(store, user -> JamesUsers.exists(users, user), clock);
    }

    /** @param isUser whether James has the user */
    UseLog(UseStore store, Predicate<Username> isUser, ClockWatch clock) {
        this.store = store;
        this.isUser = isUser;
        this.clock = clock;
    }

    /** Never waits. If too much waits, the use is noted at a later login. */
    void note(Username user, Set<Use> uses, String client) {
        Instant now = clock.expected();
        Uses login = Uses.of(uses, now, client);
        if (written.has(user, uses, now) || (waiting.size() >= MOST && !waiting.containsKey(user))) {
            return;
        }
        waiting.merge(user, login, Uses::and);
    }

    /**
     * The known uses of an account, including what this node has not written yet.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store is unavailable
     */
    public Uses of(Username user) {
        // read before the store: what is written in between is then seen twice rather than missed
        Uses here = waiting.getOrDefault(user, Uses.NONE);
        return store.find(user).and(here);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The number of accounts with uses to write. */
    int size() {
        return waiting.size();
    }

    /** Called by one thread at a time. What fails stays. */
    void write() {
        Lists.partition(List.copyOf(waiting.keySet()), WRITTEN_AT_ONCE).forEach(this::writePart);
    }

    /** A user who was removed meanwhile, perhaps on another node, does not come back. */
    private void writePart(List<Username> users) {
        Map<Username, Uses> taken = new HashMap<>();
        users.forEach(user -> taken.put(user, waiting.get(user)));
        Map<Username, Uses> news = new HashMap<>(taken);
        news.keySet().removeIf(isUser.negate());
        store.save(news);
        news.forEach(written::put);
        // what came meanwhile stays
        taken.forEach(waiting::remove);
    }

    void forget(Username user) {
        waiting.remove(user);
        written.forget(user);
        store.forget(user);
    }
}
