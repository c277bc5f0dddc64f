package nl.digipoort.james.transport;

import com.google.common.util.concurrent.RateLimiter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Lets one line of a kind into the log a minute, with how many there would have been since the last. Thread-safe. */
final class LineAMinute {
    private static final double LINES_PER_SECOND = 1.0 / 60;

    private final RateLimiter lines = RateLimiter.create(LINES_PER_SECOND);
    private final AtomicLong since = new AtomicLong();

    /** @param line logs, and is told how many were left out before */
    void tell(LongConsumer line) {
        long before = since.getAndIncrement();
        if (lines.tryAcquire()) {
            since.addAndGet(-before - 1);
            line.accept(before);
        }
    }
}
