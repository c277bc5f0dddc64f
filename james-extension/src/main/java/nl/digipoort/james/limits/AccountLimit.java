// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A limit that holds for every account and may have exceptions: its key and the numbers that it can be (docs/reference/limits.md). */
public enum AccountLimit {
    /** Seconds from one login to the next (RFC 2449 section 6.5). */
    LOGIN_DELAY("loginDelay", 0, 86_400, "", 0) {
        @Override
        boolean isStricter(long value, long other) {
            return value > other;
        }
    },
    /** Days for which a message stays in a maildrop at least (RFC 2449 section 6.7). */
    RETENTION("retention", 1, 36_500, "never", AccountLimit.NONE),
    /** Octets of a message that is accepted. */
    LARGEST_MESSAGE("largestMessage", 1024, Integer.MAX_VALUE, "unlimited", AccountLimit.NONE),
    /** Octets of all messages in the maildrop; James's own quota. */
    QUOTA_OCTETS("quotaOctets", 1024, AccountLimit.MUCH, "unlimited", AccountLimit.NONE) {
        @Override
        public boolean isOfJames() {
            return true;
        }
    },
    /** Messages in the maildrop; James's own quota. */
    QUOTA_MESSAGES("quotaMessages", 1, AccountLimit.MUCH, "unlimited", AccountLimit.NONE) {
        @Override
        public boolean isOfJames() {
            return true;
        }
    };

    /** What stands for the word of a limit that can be none. */
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

    /** The limit of that key. */
    public static Optional<AccountLimit> of(String key) {
        for (AccountLimit limit : values()) {
            if (limit.key.equals(key)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /** What it is called in the configuration, by WebAdmin and in the stores. */
    public String key() {
        return key;
    }

    /** Whether James knows the limit by itself and keeps it. */
    public boolean isOfJames() {
        return false;
    }

    /** Those that James does not know, and we keep. */
    static Stream<AccountLimit> ours() {
        return Arrays.stream(values()).filter(limit -> !limit.isOfJames());
    }

    /** Where the operator has said nothing. */
    long byDefault() {
        return byDefault;
    }

    /** Reads a number, or the word for none; empty if it is not allowed. */
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

    /** What {@link #allows} in words. */
    public String allowed() {
        return "a whole number from " + lowest + " to " + highest + (none.isEmpty() ? "" : ", or " + none);
    }

    /** Whether one value leaves a client less than the other. */
    boolean isStricter(long value, long other) {
        return value != NONE && (other == NONE || value < other);
    }

    /** As an operator writes it. */
    public String text(long value) {
        return value == NONE ? none : Long.toString(value);
    }
}
