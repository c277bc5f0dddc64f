// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator why an account's record does not serve, in the log of {@link CredentialRecords}: each reason once an hour, because
 * anybody who knows a name may ask. Thread-safe.
 */
final class Explanations {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialRecords.class);
    private static final Duration APART = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final Cache<String, Boolean> given;

    Explanations(Clock clock) {
        this.given = CacheBuilder.newBuilder()
                .expireAfterWrite(APART)
                .maximumSize(MOST)
                .ticker(new Ticker() {
                    @Override
                    public long read() {
                        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
                    }
                })
                .build();
    }

    void give(String explanation) {
        if (given.asMap().putIfAbsent(explanation, true) == null) {
            LOGGER.info("{}", explanation);
        }
    }
}
