// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The limits of every account unless WebAdmin has set others: the element {@code accountLimits}. The element {@code limits} is about
 * connections. Quotas are configured in James. Immutable.
 */
public final class AccountLimitSettings {
    private static final String RETENTION_INTERVAL = "retentionInterval";
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;
    private static final int WEEK = 604_800;

    private final AccountLimitValues values;
    private final Duration retentionInterval;

    private AccountLimitSettings(Section accountLimits) throws ConfigurationException {
        accountLimits.allow(Stream.concat(AccountLimit.ours().map(AccountLimit::key), Stream.of(RETENTION_INTERVAL))
                .toArray(String[]::new));
        Map<AccountLimit, Long> configured = new EnumMap<>(AccountLimit.class);
        for (AccountLimit limit : AccountLimit.ours().toArray(AccountLimit[]::new)) {
            configured.put(limit, value(accountLimits, limit));
        }
        this.values = AccountLimitValues.of(configured);
        this.retentionInterval = Duration.ofSeconds(accountLimits.number(RETENTION_INTERVAL, HOUR, MINUTE, WEEK));
    }

    private static long value(Section accountLimits, AccountLimit limit) throws ConfigurationException {
        if (!accountLimits.has(limit.key())) {
            return limit.byDefault();
        }
        String text = accountLimits.text(limit.key());
        return limit.parse(text)
                .orElseThrow(() -> accountLimits.problem(limit.key(), "is '" + text + "'", limit.allowed()));
    }

    /**
     * Reads the element. Missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static AccountLimitSettings from(Section accountLimits) throws ConfigurationException {
        return new AccountLimitSettings(accountLimits);
    }

    /** The pause between two searches for messages that are too old. */
    public Duration retentionInterval() {
        return retentionInterval;
    }

    /** One value of each limit. */
    AccountLimitValues values() {
        return values;
    }
}
