// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** The further contract of a {@link UseStore} that is reached over a network and that nodes of other versions share. */
public interface RemoteUseStoreContract extends UseStoreContract {
    UseStore storeUnavailable();

    /** Stores for Alice, who has some uses, one that this version does not know, and for Bob no other. */
    void storeUsesOfALaterVersion();

    @Test
    default void leavesOutWhatALaterVersionHasWritten() {
        store().save(Map.of(ALICE, Uses.of(OLD, NOON, CLIENT)));

        storeUsesOfALaterVersion();

        assertThat(store().find(ALICE)).isEqualTo(Uses.of(OLD, NOON, CLIENT));
        assertThat(store().find(BOB)).isEqualTo(Uses.NONE);
        assertThat(store().page(Optional.empty(), 10))
                .containsExactlyInAnyOrder(
                        AccountUses.of(ALICE, Uses.of(OLD, NOON, CLIENT)), AccountUses.of(BOB, Uses.NONE));
    }

    @Test
    default void isNotWrittenAgainForALastTimeThatIsALittleLater() {
        store().save(Map.of(ALICE, Uses.of(OLD, NOON, CLIENT)));

        store().save(Map.of(ALICE, Uses.of(OLD, NOON.plus(UseStore.RESOLUTION).minusMillis(1), "192.0.2.8")));

        assertThat(store().find(ALICE)).isEqualTo(Uses.of(OLD, NOON, CLIENT));
    }

    @Test
    default void saysSoWhenItIsUnavailable() {
        UseStore store = storeUnavailable();

        assertThatThrownBy(() -> store.find(ALICE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot find how an account logs in in ");
        assertThatThrownBy(() -> store.save(Map.of(ALICE, Uses.of(OLD, NOON, CLIENT))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.page(Optional.empty(), 10)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.forget(ALICE)).isInstanceOf(StoreUnavailableException.class);
    }
}
