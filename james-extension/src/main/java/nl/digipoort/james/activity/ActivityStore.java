// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Keeps when each maildrop was last used: for operators by the clocks of the nodes, and, where a login delay holds, the login that it
 * counts from by the store's own clock. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are
 * thread-safe.
 */
public interface ActivityStore {
    /** The longest time for which a counted login has to be remembered. */
    Duration LONGEST_DELAY = Duration.ofDays(1);

    /** {@link Activity#NONE} for a maildrop that nothing is known of. */
    Activity find(Username maildrop);

    /** Keeps of each maildrop and kind the later of what is stored and this. When it fails, some may be kept. */
    void save(Map<Username, Activity> activities);

    /**
     * The user logs in now, on whichever node and however that ends. Done under the maildrop's lock, as the look before it, so that
     * neither needs an order of its own.
     */
    void countLogin(Username user);

    /** How long ago the last counted login was; empty if that is not known, or longer ago than {@link #LONGEST_DELAY}. */
    Optional<Duration> sinceCountedLogin(Username user);

    /** Forgets what has been saved and counted of the maildrop until now. */
    void forget(Username maildrop);
}
