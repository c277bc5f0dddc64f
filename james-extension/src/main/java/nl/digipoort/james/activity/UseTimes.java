// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** When an account used one way to log in for the first time that is known, and for the last, and from where; in whole milliseconds. Immutable. */
public final class UseTimes {
    /** A last time that is later than the present by more than this is that of a clock that was wrong. */
    public static final Duration IN_DOUBT = Duration.ofDays(1);

    private static final int LONGEST = 255;

    private final Instant first;
    private final Instant last;
    private final String client;

    private UseTimes(Instant first, Instant last, String client) {
        this.first = first;
        this.last = last;
        this.client = client;
    }

    /** @param client the client address of the session; at most 255 characters of it are kept */
    public static UseTimes once(Instant at, String client) {
        return of(at, at, client);
    }

    /**
     * @param client the client address of the last time
     * @throws IllegalArgumentException if the first time is after the last
     */
    public static UseTimes of(Instant first, Instant last, String client) {
        if (first.isAfter(last)) {
            throw new IllegalArgumentException("first " + first + " is after last " + last);
        }
        return new UseTimes(
                first.truncatedTo(ChronoUnit.MILLIS),
                last.truncatedTo(ChronoUnit.MILLIS),
                client.substring(0, Math.min(client.length(), LONGEST)));
    }

    /**
     * The earlier first and the later last time of both, in whatever order they were noted. But a last time that is more than a day after
     * the news is in the future, by a clock that was wrong: then the news are the last.
     */
    public UseTimes and(UseTimes news) {
        boolean isLater = news.last.isAfter(last) || last.isAfter(news.last.plus(IN_DOUBT));
        UseTimes latest = isLater ? news : this;
        return new UseTimes(news.first.isBefore(first) ? news.first : first, latest.last, latest.client);
    }

    /** Whether more is new than the end of a use by less than the resolution of a store. */
    public boolean isNewsTo(UseTimes before) {
        return first.isBefore(before.first)
                || Duration.between(before.last, last).abs().compareTo(UseStore.RESOLUTION) >= 0;
    }

    public Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }

    /** The client address of the last time. */
    public String client() {
        return client;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UseTimes
                && first.equals(((UseTimes) other).first)
                && last.equals(((UseTimes) other).last)
                && client.equals(((UseTimes) other).client);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, last, client);
    }

    @Override
    public String toString() {
        return first + " to " + last + " from " + client;
    }
}
