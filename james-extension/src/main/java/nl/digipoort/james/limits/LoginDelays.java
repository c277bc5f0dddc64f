// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.time.Duration;
import javax.inject.Inject;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/**
 * The time that must pass from one login of a user to the next (RFC 2449 section 6.5). The store is asked, and told, for users
 * with a delay only. Thread-safe.
 */
public final class LoginDelays {
    private final AccountLimits limits;
    private final ActivityStore logins;

    @Inject
    public LoginDelays(AccountLimits limits, ActivityStore logins) {
        this.limits = limits;
        this.logins = logins;
    }

    /** The user's; zero is none. */
    public Duration of(Username user) {
        return Duration.ofSeconds(limits.of(user, AccountLimit.LOGIN_DELAY));
    }

    /** The longest that holds for anybody; zero is none. */
    public Duration longest() {
        return Duration.ofSeconds(limits.strictest(AccountLimit.LOGIN_DELAY));
    }

    /**
     * Whether the user's last login is not long enough ago. One that the store's clock, set back since, sees in the future by
     * more than the delay does not count.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if that cannot be found out
     */
    public boolean isTooSoon(Username user) {
        Duration delay = of(user);
        return !delay.isZero()
                && logins.sinceCountedLogin(user)
                        .filter(since -> since.abs().compareTo(delay) < 0)
                        .isPresent();
    }

    /**
     * The user is about to be told that it is logged in.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if that cannot be noted
     */
    public void loggedIn(Username user) {
        if (!of(user).isZero()) {
            logins.countLogin(user);
        }
    }
}
