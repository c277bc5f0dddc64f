// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every store of account policies. */
public interface AccountPolicyStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");
    AccountPolicy ENDING = AccountPolicy.EMPTY.withRefusedFrom(LoginMechanism.DIGEST_MD5, LocalDate.of(2027, 6, 1));
    AccountPolicy PLAIN_ONLY = AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.PLAIN));

    /** Every call returns the store of another node, with the same data. */
    AccountPolicyStore store();

    @Test
    default void hasNothingAtFirst() {
        assertThat(store().all().forAll()).isEqualTo(AccountPolicy.EMPTY);
        assertThat(store().all().exceptions()).isEmpty();
    }

    @Test
    default void tellsEveryNodeWhatWasSetForAllAndForWhom() {
        store().setForAll(ENDING);
        store().setException(ALICE, PLAIN_ONLY);
        store().setException(BOB, longest());

        assertThat(store().all().forAll()).isEqualTo(ENDING);
        assertThat(store().all().exceptions()).isEqualTo(Map.of(ALICE, PLAIN_ONLY, BOB, longest()));
    }

    private static AccountPolicy longest() {
        AccountPolicy policy = AccountPolicy.EMPTY
                .withMechanisms(EnumSet.allOf(LoginMechanism.class))
                .withClientCertificate(ClientCertificateRule.REQUIRED)
                .withLeastTls(LeastTls.TLS_1_3);
        for (LoginMechanism mechanism : LoginMechanism.values()) {
            policy = policy.withRefusedFrom(mechanism, LocalDate.of(2027, 6, 1));
        }
        return policy.withRefusedFrom(LoginMechanism.PLAIN, AccountPolicy.NEVER);
    }

    @Test
    default void putsTheNewInThePlaceOfTheOld() {
        store().setForAll(ENDING);
        store().setException(ALICE, ENDING);

        store().setForAll(PLAIN_ONLY);
        store().setException(ALICE, PLAIN_ONLY);

        assertThat(store().all().forAll()).isEqualTo(PLAIN_ONLY);
        assertThat(store().all().exceptions()).isEqualTo(Map.of(ALICE, PLAIN_ONLY));
    }

    @Test
    default void keepsNothingOfWhatIsTakenBack() {
        store().setForAll(ENDING);
        store().setException(ALICE, ENDING);
        store().setException(BOB, PLAIN_ONLY);

        store().setForAll(AccountPolicy.EMPTY);
        store().setException(ALICE, AccountPolicy.EMPTY);
        store().setException(ALICE, AccountPolicy.EMPTY);

        assertThat(store().all().forAll()).isEqualTo(AccountPolicy.EMPTY);
        assertThat(store().all().exceptions()).isEqualTo(Map.of(BOB, PLAIN_ONLY));
    }
}
