package nl.digipoort.james.limits;

import java.time.Duration;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * When users for whom a login delay holds have logged in last, by the store's own clock, on whichever node and however that has
 * ended since. Both are done under the maildrop's lock, so that they need no order of their own. A store that cannot be reached
 * is a {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface LoginTimes {
    /** The longest time for which a login has to be remembered. */
    Duration LONGEST = Duration.ofDays(1);

    /** How long ago the user has logged in; empty if that is not known, or longer ago than {@link #LONGEST}. */
    Optional<Duration> sinceLast(Username user);

    /** The user logs in now. */
    void note(Username user);
}
