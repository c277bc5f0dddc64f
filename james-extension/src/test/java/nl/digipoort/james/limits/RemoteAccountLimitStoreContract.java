// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** The additional contract of a store of account limits that is used over a network and across versions of the product. */
public interface RemoteAccountLimitStoreContract extends AccountLimitStoreContract {
    AccountLimitStore storeUnavailable();

    /** Sets a limit for all, as a later version of the product does, that this version does not know. */
    void storeOfALaterVersion();

    @Test
    default void passesOverWhatALaterVersionHasSet() {
        storeOfALaterVersion();

        assertThat(store().all().forAll().isEmpty()).isTrue();
    }

    @Test
    default void saysSoWhenItIsUnavailable() {
        AccountLimitStore store = storeUnavailable();

        assertThatThrownBy(store::all)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot read the limits in ");
        assertThatThrownBy(() -> store.setForAll(TestLimits.loginDelay(1)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.setExceptions(ALICE, TestLimits.loginDelay(1)))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
