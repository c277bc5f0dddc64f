// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.DefaultUserFingerprints;
import nl.digipoort.james.credential.RecordStore;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.stores.memory.MemoryAccountPolicyStore;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes with one store of policies and one of records. */
class RecordRestrictionTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final AccountPolicy PLAIN = AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.PLAIN));

    private final MemoryAccountPolicyStore policyStore = new MemoryAccountPolicyStore();
    private final RecordStore recordStore = new MemoryRecordStore();
    private final UsersRepository users = TestUsers.inMemory();
    private final AccountPolicies here = TestPolicies.over(policyStore);
    private final AccountPolicies there = TestPolicies.over(policyStore);
    private final CredentialRecords recordsHere = records(here, (byte) 1);
    private final CredentialRecords recordsThere = records(there, (byte) 1);
    private final RecordRestriction restriction = new RecordRestriction(here, recordsHere);

    @BeforeEach
    void start() throws Exception {
        users.addUser(ALICE, "secret");
        here.refresh();
        restriction.start();
    }

    @AfterEach
    void stop() {
        restriction.stop();
    }

    private CredentialRecords records(AccountPolicies policies, byte key) {
        byte[] octets = new byte[32];
        octets[0] = key;
        return new CredentialRecords(
                recordStore,
                new DefaultUserFingerprints(users),
                users,
                TestSeals.under(octets),
                "example.org",
                4096,
                true,
                TestPolicies.secrets(policies),
                new TestClock());
    }

    @Test
    void takesOutWhatALoginMadeAnewBeforeThisNodeKnewThePolicy() {
        there.setException(ALICE, PLAIN);
        recordsThere.restrict(ALICE);
        recordsHere.remember(ALICE, "secret");
        restriction.look();
        assertThat(recordStore.find(ALICE)).isPresent();

        here.refresh();
        restriction.look();

        assertThat(recordStore.find(ALICE)).isEmpty();
    }

    @Test
    void followsThePolicyForAllWhenTheExceptionIsTakenBack() {
        there.setException(ALICE, AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.DIGEST_MD5)));
        there.setForAll(PLAIN);
        here.refresh();
        restriction.look();
        recordsHere.remember(ALICE, "secret");
        assertThat(recordStore.find(ALICE)).isPresent();

        there.setException(ALICE, AccountPolicy.EMPTY);
        here.refresh();
        restriction.look();

        assertThat(recordStore.find(ALICE)).isEmpty();
    }

    @Test
    void triesAgainWhatFailed() {
        records(there, (byte) 2).remember(ALICE, "secret");
        there.setException(ALICE, PLAIN);
        here.refresh();
        restriction.look();
        restriction.look();
        assertThat(recordStore.find(ALICE)).isPresent();

        recordStore.delete(ALICE);
        here.setException(ALICE, AccountPolicy.EMPTY);
        recordsHere.remember(ALICE, "secret");
        here.setException(ALICE, PLAIN);
        restriction.look();

        assertThat(recordStore.find(ALICE)).isEmpty();
    }

    @Test
    void leavesARecordAloneOfWhichNoPolicyChanged() {
        recordsHere.remember(ALICE, "secret");
        here.setForAll(PLAIN);

        restriction.look();

        assertThat(recordStore.find(ALICE)).isPresent();
    }
}
