// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServableWaysTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final ServableWays WAYS = ServableWays.of(List.of("DIGEST-MD5", "PLAIN"));

    @Test
    void areThoseThatTheOperatorNamesAndUser() {
        assertThat(WAYS).hasToString("USER, PLAIN, DIGEST-MD5");
        assertThat(WAYS.withoutRecords()).hasToString("USER, PLAIN");
        assertThat(WAYS.withExternal()).hasToString("USER, PLAIN, DIGEST-MD5, EXTERNAL");
        assertThat(ServableWays.of(List.of())).hasToString("USER");
    }

    @Test
    void areLeftByAPolicyThatNamesOneOfThem() {
        AccountPolicy external = AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.EXTERNAL));

        assertThat(WAYS.areNamedIn(AccountPolicy.EMPTY)).isTrue();
        assertThat(WAYS.areNamedIn(external)).isFalse();
        assertThat(WAYS.withExternal().areNamedIn(external)).isTrue();
    }

    @Test
    void areAllowedUntilTheLastOneEnds() {
        AccountPolicy ending = AccountPolicy.EMPTY
                .withMechanisms(Set.of(LoginMechanism.PLAIN))
                .withRefusedFrom(LoginMechanism.PLAIN, TODAY);

        assertThat(WAYS.areAllowedBy(ending, TODAY.minusDays(1))).isTrue();
        assertThat(WAYS.areAllowedBy(ending, TODAY)).isFalse();
        assertThat(WAYS.areNamedIn(ending)).isTrue();
    }
}
