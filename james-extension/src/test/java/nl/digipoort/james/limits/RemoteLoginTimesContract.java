package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** What a store of the times of logins must do besides when it is reached over a network. */
public interface RemoteLoginTimesContract extends LoginTimesContract {
    LoginTimes timesOutOfReach();

    @Test
    default void saysSoWhenItIsOutOfReach() {
        LoginTimes times = timesOutOfReach();

        assertThatThrownBy(() -> times.sinceLast(ALICE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot look for a user's last login in ");
        assertThatThrownBy(() -> times.note(ALICE)).isInstanceOf(StoreUnavailableException.class);
    }
}
