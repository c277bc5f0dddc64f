// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** What a store of limits must do besides when it is reached over a network and outlives a version of the product. */
public interface RemoteAccountLimitStoreContract extends AccountLimitStoreContract {
    AccountLimitStore storeOutOfReach();

    /** Has a later version of the product set a limit for all that this one does not know. */
    void storeOfALaterVersion();

    @Test
    default void passesOverWhatALaterVersionHasSet() {
        storeOfALaterVersion();

        assertThat(store().all().forAll().isEmpty()).isTrue();
    }

    @Test
    default void saysSoWhenItIsOutOfReach() {
        AccountLimitStore store = storeOutOfReach();

        assertThatThrownBy(store::all)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot read the limits in ");
        assertThatThrownBy(() -> store.setForAll(TestLimits.loginDelay(1)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.setExceptions(ALICE, TestLimits.loginDelay(1)))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
