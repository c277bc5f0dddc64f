// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** Whichever of two operators is the later one: never a mixture that nobody has asked for. */
    @Test
    default void hasOneOrTheOtherWholeWhenTwoReplaceAtOnce() throws Exception {
        AccountLimitStore one = store();
        AccountLimitStore other = store();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 25; round++) {
                one.setExceptions(ALICE, AccountLimitValues.EMPTY);
                Future<?> delay = threads.submit(() -> replace(one, TestLimits.loginDelay(1), start));
                Future<?> retention = threads.submit(() -> replace(other, TestLimits.retention(1), start));
                delay.get();
                retention.get();

                assertThat(store().all().exceptions().get(ALICE))
                        .isIn(TestLimits.loginDelay(1), TestLimits.retention(1));
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Void replace(AccountLimitStore store, AccountLimitValues values, CyclicBarrier start)
            throws Exception {
        start.await();
        store.setExceptions(ALICE, values);
        return null;
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
