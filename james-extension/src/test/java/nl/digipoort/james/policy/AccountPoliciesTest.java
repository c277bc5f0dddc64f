// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.stores.memory.MemoryAccountPolicyStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class AccountPoliciesTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);
    private final LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    private final AccountPolicies policies = TestPolicies.inMemory(watch);

    @Test
    void allowEverythingWhileNothingIsSet() {
        for (LoginMechanism mechanism : LoginMechanism.values()) {
            assertThat(policies.mayUse(ALICE, mechanism)).isTrue();
            assertThat(policies.anybodyMayUse(mechanism)).isTrue();
        }
        assertThat(policies.anybodyNeedsClientCertificate()).isFalse();
    }

    @Test
    void areTheExceptionOverThatForAllOverTheConfiguredOne() throws Exception {
        AccountPolicies some = new AccountPolicies(
                new MemoryAccountPolicyStore(),
                TestPolicies.settings("<leastTls>TLSv1.3</leastTls><clientCertificate>required</clientCertificate>"),
                watch);

        some.setForAll(AccountPolicy.EMPTY
                .withMechanisms(Set.of(LoginMechanism.PLAIN))
                .withClientCertificate(ClientCertificateRule.NOT_NEEDED));
        some.setException(ALICE, AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.DIGEST_MD5)));

        assertThat(some.of(ALICE))
                .isEqualTo(AccountPolicy.EMPTY
                        .withMechanisms(Set.of(LoginMechanism.DIGEST_MD5))
                        .withClientCertificate(ClientCertificateRule.NOT_NEEDED)
                        .withLeastTls(LeastTls.TLS_1_3));
        assertThat(some.anybodyMayUse(LoginMechanism.PLAIN)).isTrue();
        assertThat(some.anybodyMayUse(LoginMechanism.DIGEST_MD5)).isTrue();
        assertThat(some.anybodyMayUse(LoginMechanism.LOGIN)).isFalse();
    }

    @Test
    void refuseAMechanismFromItsDateOnExceptWhereItNeverEnds() {
        policies.setForAll(ending(today.plusDays(2)));
        policies.setException(BOB, ending(AccountPolicy.NEVER));
        assertThat(policies.mayUse(ALICE, LoginMechanism.DIGEST_MD5)).isTrue();

        clock.move(Duration.ofDays(2));

        assertThat(policies.mayUse(ALICE, LoginMechanism.DIGEST_MD5)).isFalse();
        assertThat(policies.mayUse(BOB, LoginMechanism.DIGEST_MD5)).isTrue();
        assertThat(policies.anybodyMayUse(LoginMechanism.DIGEST_MD5)).isTrue();

        policies.setException(BOB, AccountPolicy.EMPTY);

        assertThat(policies.anybodyMayUse(LoginMechanism.DIGEST_MD5)).isFalse();
    }

    @Test
    void refuseNothingByAClockThatJumpsUntilItIsConfirmed() {
        policies.setForAll(ending(today.plusDays(30)));

        clock.step(Duration.ofDays(400));

        assertThat(policies.mayUse(ALICE, LoginMechanism.DIGEST_MD5)).isTrue();

        watch.confirm();

        assertThat(policies.mayUse(ALICE, LoginMechanism.DIGEST_MD5)).isFalse();
    }

    @Test
    void warnOfAnEndFromNinetyDaysBeforeItUntilItIsThere() {
        policies.setForAll(ending(today.plusDays(91)));
        assertThat(policies.ending(policies.forAll())).isEmpty();

        clock.move(Duration.ofDays(1));
        assertThat(policies.ending(policies.forAll())).isEqualTo(Map.of(LoginMechanism.DIGEST_MD5, today.plusDays(91)));

        clock.move(Duration.ofDays(90));
        assertThat(policies.ending(policies.forAll())).isEmpty();
    }

    @Test
    void warnOfNothingThatMayNotBeUsedAnyhow() {
        AccountPolicy other = ending(today.plusDays(1)).withMechanisms(Set.of(LoginMechanism.PLAIN));

        assertThat(policies.ending(other)).isEmpty();
        assertThat(policies.ending(ending(AccountPolicy.NEVER))).isEmpty();
    }

    private static AccountPolicy ending(LocalDate date) {
        return AccountPolicy.EMPTY.withRefusedFrom(LoginMechanism.DIGEST_MD5, date);
    }
}
