// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock, and a monotonic one beside it, that only move when a test moves them. */
public final class TestClock extends Clock {
    private Instant now = Instant.ofEpochSecond(1_000);
    private long nanos;

    /** Time passes. */
    public void move(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** The wall clock is set; no time passes. */
    public void step(Duration by) {
        now = now.plus(by);
    }

    /** The monotonic clock. */
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
