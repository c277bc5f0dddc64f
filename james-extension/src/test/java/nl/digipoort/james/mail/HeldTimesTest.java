// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import nl.digipoort.james.lock.FakeTicker;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class HeldTimesTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeTicker ticker = new FakeTicker();
    private final HeldTimes times = new HeldTimes(ticker);

    @Test
    void countsFromTheFirstThatIsHeld() {
        assertThat(times.of(ANNA)).isEmpty();

        times.held(ANNA);
        ticker.move(MINUTE);
        times.held(ANNA);
        times.found(Set.of(ANNA), times.now());
        ticker.move(MINUTE);

        assertThat(times.of(ANNA)).contains(MINUTE.multipliedBy(2));
    }

    @Test
    void learnsFromASweepWhatOthersHoldAndWhatIsHeldNoMore() {
        times.found(Set.of(ANNA), times.now());
        ticker.move(MINUTE);
        assertThat(times.of(ANNA)).contains(MINUTE);

        times.found(Set.of(), times.now());

        assertThat(times.of(ANNA)).isEmpty();
    }

    @Test
    void keepsWhatIsHeldWhileASweepAsksTheStore() {
        long askedAt = times.now();
        ticker.move(MINUTE);
        times.held(ANNA);

        times.found(Set.of(), askedAt);

        assertThat(times.isHeld(ANNA)).isTrue();
    }
}
