// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Stores when each maildrop was last used, for operators, by the clocks of the nodes. Where a login delay applies, it also stores the login
 * that the delay counts from, by the store's own clock. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}.
 * Implementations are thread-safe.
 */
public interface ActivityStore {
    /** The longest time that a counted login must be remembered. */
    Duration LONGEST_DELAY = Duration.ofDays(1);

    /** The stored activity; {@link Activity#NONE} if nothing is known of the maildrop. */
    Activity find(Username maildrop);

    /** Stores the later of the stored time and this one, for each maildrop and kind. If it fails, some may be stored. */
    void save(Map<Username, Activity> activities);

    /**
     * Counts a login of the user now, on any node and with any outcome. Called under the maildrop's lock, as is {@link #sinceCountedLogin}
     * before it, so neither needs an order of its own.
     */
    void countLogin(Username user);

    /** The time since the last counted login; empty if that is unknown or longer than {@link #LONGEST_DELAY}. */
    Optional<Duration> sinceCountedLogin(Username user);

    /** Forgets everything saved and counted for the maildrop so far. */
    void forget(Username maildrop);
}
