// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/** The last use of maildrops, in this JVM. Thread-safe. */
public final class MemoryActivityStore implements ActivityStore {
    private final LongSupplier nanos;
    private final Map<Username, Activity> activities = new ConcurrentHashMap<>();
    private final Cache<Username, Long> counted =
            CacheBuilder.newBuilder().expireAfterWrite(LONGEST_DELAY).build();

    /** @param nanos the monotonic clock */
    public MemoryActivityStore(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public Activity find(Username maildrop) {
        return activities.getOrDefault(maildrop, Activity.NONE);
    }

    @Override
    public void save(Map<Username, Activity> news) {
        news.forEach((maildrop, activity) -> activities.merge(maildrop, activity, Activity::latest));
    }

    @Override
    public void countLogin(Username user) {
        counted.put(user, nanos.getAsLong());
    }

    @Override
    public Optional<Duration> sinceCountedLogin(Username user) {
        return Optional.ofNullable(counted.getIfPresent(user)).map(then -> Duration.ofNanos(nanos.getAsLong() - then));
    }

    @Override
    public void forget(Username maildrop) {
        activities.remove(maildrop);
        counted.invalidate(maildrop);
    }
}
