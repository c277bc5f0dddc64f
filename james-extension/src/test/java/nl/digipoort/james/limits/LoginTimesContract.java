package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What every store of the times of logins must do. */
public interface LoginTimesContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    Duration MINUTE = Duration.ofMinutes(1);
    /** What a slow machine takes from one line of a test to the next. */
    Duration MEANWHILE = Duration.ofSeconds(50);

    /** Every call gives the times as another node sees them, with the same data behind them. */
    LoginTimes times();

    /** Has a minute pass since each login, as the store's clock sees it. */
    void passAMinute();

    @Test
    default void knowsNoLoginAtFirst() {
        assertThat(times().sinceLast(ALICE)).isEmpty();
    }

    @Test
    default void tellsEveryNodeHowLongAgoTheLastLoginWas() {
        times().note(ALICE);

        assertThat(times().sinceLast(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
        passAMinute();
        assertThat(times().sinceLast(ALICE).orElseThrow()).isBetween(MINUTE, MINUTE.plus(MEANWHILE));
        assertThat(times().sinceLast(BOB)).isEmpty();
    }

    @Test
    default void countsFromTheLastOfSeveral() {
        times().note(ALICE);
        passAMinute();

        times().note(ALICE);

        assertThat(times().sinceLast(ALICE).orElseThrow()).isBetween(Duration.ZERO, MEANWHILE);
    }
}
