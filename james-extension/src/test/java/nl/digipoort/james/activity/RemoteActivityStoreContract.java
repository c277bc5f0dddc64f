// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** The further contract of an {@link ActivityStore} that is reached over a network. */
public interface RemoteActivityStoreContract extends ActivityStoreContract {
    ActivityStore storeUnavailable();

    @Test
    default void saysSoWhenItIsUnavailable() {
        ActivityStore store = storeUnavailable();

        assertThatThrownBy(() -> store.find(ALICE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot find when a maildrop was last used in ");
        assertThatThrownBy(() -> store.save(Map.of(ALICE, Activity.retrieval(NOON))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.sinceCountedLogin(ALICE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot look for a user's last login in ");
        assertThatThrownBy(() -> store.countLogin(ALICE)).isInstanceOf(StoreUnavailableException.class);
    }
}
