// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.junit.jupiter.api.Test;

/** The additional contract of a store of account policies that is used over a network and across versions of the product. */
public interface RemoteAccountPolicyStoreContract extends AccountPolicyStoreContract {
    AccountPolicyStore storeUnavailable();

    /** Writes the policy of all accounts as it stands there, as a later version of the product may do. */
    void storeOfALaterVersion(String written);

    @Test
    default void passesOverWhatALaterVersionHasSetAndAllowsNothingByIt() {
        storeOfALaterVersion("{\"mechanisms\":[\"SCRAM-SHA-1024\",\"PLAIN\"],\"clientCertificate\":\"attested\","
                + "\"leastTls\":\"TLSv1.4\",\"hours\":\"8-18\"}");

        assertThat(store().all().forAll())
                .isEqualTo(AccountPolicy.EMPTY
                        .withMechanisms(Set.of(LoginMechanism.PLAIN))
                        .withClientCertificate(ClientCertificateRule.REQUIRED)
                        .withLeastTls(LeastTls.TLS_1_3));
    }

    @Test
    default void hasOneOrTheOtherWhenTwoReplaceAtOnce() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        AccountPolicyStore one = store();
        AccountPolicyStore other = store();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                one.setException(ALICE, AccountPolicy.EMPTY);
                Future<?> first = threads.submit(() -> replace(one, ENDING, start));
                Future<?> second = threads.submit(() -> replace(other, PLAIN_ONLY, start));
                first.get();
                second.get();

                assertThat(store().all().exceptions().get(ALICE)).isIn(ENDING, PLAIN_ONLY);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Void replace(AccountPolicyStore store, AccountPolicy policy, CyclicBarrier start) throws Exception {
        start.await();
        store.setException(ALICE, policy);
        return null;
    }

    @Test
    default void saysSoWhenItIsUnavailable() {
        AccountPolicyStore store = storeUnavailable();

        assertThatThrownBy(store::all)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("cannot read the policies in ");
        assertThatThrownBy(() -> store.setForAll(ENDING)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.setException(ALICE, ENDING)).isInstanceOf(StoreUnavailableException.class);
    }
}
