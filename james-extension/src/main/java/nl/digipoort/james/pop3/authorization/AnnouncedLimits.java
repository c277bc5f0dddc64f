// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.LoginDelays;
import org.apache.james.core.Username;

/**
 * The account limits that CAPA announces: before the login the strictest of all accounts, with {@code USER}; after it the user's own (RFC
 * 2449 sections 6.5 and 6.7). A limit announced in one state is announced in the other (section 5). Thread-safe.
 */
final class AnnouncedLimits {
    private static final String PERHAPS_ANOTHER = " USER";

    private final LoginDelays delays;
    private final AccountLimits limits;

    @Inject
    AnnouncedLimits(LoginDelays delays, AccountLimits limits) {
        this.delays = delays;
        this.limits = limits;
    }

    List<String> ofAnybody() {
        List<String> lines = new ArrayList<>();
        Duration longest = delays.longest();
        if (!longest.isZero()) {
            lines.add(loginDelay(longest) + PERHAPS_ANOTHER);
        }
        long shortest = limits.strictest(AccountLimit.RETENTION);
        lines.add(expire(shortest) + (shortest == AccountLimit.NONE ? "" : PERHAPS_ANOTHER));
        return lines;
    }

    List<String> of(Username user) {
        List<String> lines = new ArrayList<>();
        if (!delays.longest().isZero()) {
            lines.add(loginDelay(delays.of(user)));
        }
        lines.add(expire(limits.of(user, AccountLimit.RETENTION)));
        return lines;
    }

    private static String expire(long days) {
        return "EXPIRE " + (days == AccountLimit.NONE ? "NEVER" : days);
    }

    private static String loginDelay(Duration delay) {
        return "LOGIN-DELAY " + delay.toSeconds();
    }
}
