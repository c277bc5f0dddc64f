// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.time.Duration;
import javax.inject.Inject;
import nl.digipoort.james.activity.ActivityStore;
import org.apache.james.core.Username;

/**
 * The time that must pass from one login of a user to the next (RFC 2449 section 6.5). The store is used only for users with a delay.
 * Thread-safe.
 */
public final class LoginDelays {
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final AccountLimits limits;
    private final ActivityStore logins;

    @Inject
    public LoginDelays(AccountLimits limits, ActivityStore logins) {
        this.limits = limits;
        this.logins = logins;
    }

    /** The delay of the user; zero for none. */
    public Duration of(Username user) {
        return Duration.ofSeconds(limits.of(user, AccountLimit.LOGIN_DELAY));
    }

    /** The longest delay of any account; zero for none. */
    public Duration longest() {
        return Duration.ofSeconds(limits.strictest(AccountLimit.LOGIN_DELAY));
    }

    /**
     * Whether the user's last login is too recent. A login in the future is ignored, because the store's clock was set back, unless nodes
     * of the store may just differ by that much.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the store is unavailable
     */
    public boolean isTooSoon(Username user) {
        Duration delay = of(user);
        return !delay.isZero()
                && logins.sinceCountedLogin(user)
                        .filter(since -> since.compareTo(SKEW.negated()) >= 0 && since.compareTo(delay) < 0)
                        .isPresent();
    }

    /**
     * Notes a login, just before the client gets the positive reply.
     *
     * @throws nl.digipoort.james.failure.StoreUnavailableException if the login cannot be stored
     */
    public void loggedIn(Username user) {
        if (!of(user).isZero()) {
            logins.countLogin(user);
        }
    }
}
