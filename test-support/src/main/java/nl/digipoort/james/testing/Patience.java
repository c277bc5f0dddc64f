// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What every {@code await()} is, unless a test says otherwise: patient with a busy machine, and soon there on an idle one. */
public final class Patience implements BeforeAllCallback {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(80);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(TIMEOUT);
        Awaitility.setDefaultPollInterval(
                iterative(pause -> pause.equals(LONGEST_PAUSE) ? pause : pause.multipliedBy(2), FIRST_PAUSE));
    }
}
