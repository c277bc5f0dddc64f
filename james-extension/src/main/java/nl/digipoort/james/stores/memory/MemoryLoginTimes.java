package nl.digipoort.james.stores.memory;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import nl.digipoort.james.limits.LoginTimes;
import org.apache.james.core.Username;

/** Times of logins in this JVM, for servers whose users live there too. Thread-safe. */
public final class MemoryLoginTimes implements LoginTimes {
    private final Clock clock;
    private final Cache<Username, Instant> last =
            CacheBuilder.newBuilder().expireAfterWrite(LONGEST).build();

    public MemoryLoginTimes(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Duration> sinceLast(Username user) {
        return Optional.ofNullable(last.getIfPresent(user)).map(then -> Duration.between(then, clock.instant()));
    }

    @Override
    public void note(Username user) {
        last.put(user, clock.instant());
    }
}
