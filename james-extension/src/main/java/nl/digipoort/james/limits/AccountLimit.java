// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A limit for every account, with exceptions by account: its key and its allowed values (docs/reference/limits.md). */
public enum AccountLimit {
    /** Seconds from one login to the next (RFC 2449 section 6.5). */
    LOGIN_DELAY("loginDelay", 0, 86_400, "", 0) {
        @Override
        boolean isStricter(long value, long other) {
            return value > other;
        }
    },
    /** The least number of days that a message stays in a maildrop (RFC 2449 section 6.7). */
    RETENTION("retention", 1, 36_500, "never", AccountLimit.NONE),
    /** Octets of the largest accepted message. */
    LARGEST_MESSAGE("largestMessage", 1024, Integer.MAX_VALUE, "unlimited", AccountLimit.NONE),
    /** Octets of all messages in the maildrop. James's own quota. */
    QUOTA_OCTETS("quotaOctets", 1024, AccountLimit.MUCH, "unlimited", AccountLimit.NONE),
    /** Number of messages in the maildrop. James's own quota. */
    QUOTA_MESSAGES("quotaMessages", 1, AccountLimit.MUCH, "unlimited", AccountLimit.NONE);

    /** The value that means no limit. */
    public static final long NONE = -1;

    private static final long MUCH = 1_000_000_000_000_000L;

    private final String key;
    private final long lowest;
    private final long highest;
    private final String none;
    private final long byDefault;

    AccountLimit(String key, long lowest, long highest, String none, long byDefault) {
        this.key = key;
        this.lowest = lowest;
        this.highest = highest;
        this.none = none;
        this.byDefault = byDefault;
    }

    /** The limit with that key; empty if there is none. */
    public static Optional<AccountLimit> of(String key) {
        for (AccountLimit limit : values()) {
            if (limit.key.equals(key)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /** The name in the configuration, in WebAdmin and in the stores. */
    public String key() {
        return key;
    }

    /** Whether this is a limit of James, which James stores. */
    public boolean isOfJames() {
        return this == QUOTA_OCTETS || this == QUOTA_MESSAGES;
    }

    /** The limits that James does not have and our stores keep. */
    static Stream<AccountLimit> ours() {
        return Arrays.stream(values()).filter(limit -> !limit.isOfJames());
    }

    /** The value if the operator has configured none. */
    long byDefault() {
        return byDefault;
    }

    /** Reads a number, or the word for no limit. Empty if the value is not allowed. */
    public Optional<Long> parse(String text) {
        if (!none.isEmpty() && text.equals(none)) {
            return Optional.of(NONE);
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(value -> value != NONE && allows(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public boolean allows(long value) {
        return value == NONE ? !none.isEmpty() : value >= lowest && value <= highest;
    }

    /** The values that {@link #allows} accepts, in words. */
    public String allowed() {
        return "a whole number from " + lowest + " to " + highest + (none.isEmpty() ? "" : ", or " + none);
    }

    /** Whether the value allows a client less than the other one. */
    boolean isStricter(long value, long other) {
        return value != NONE && (other == NONE || value < other);
    }

    /** The value as an operator writes it. */
    public String text(long value) {
        return value == NONE ? none : Long.toString(value);
    }
}
