// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.ClientCertificateRule;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.policy.ServableWays;
import nl.digipoort.james.policy.TestPolicies;
import nl.digipoort.james.tls.ClientAuthMode;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class PolicyFindingsTest {
    private static final ServableWays WAYS = ServableWays.of(List.of("DIGEST-MD5", "PLAIN"));

    private final AccountPolicies policies = TestPolicies.inMemory();

    @Test
    void areNoneWhereEverybodyCanLogIn() {
        assertThat(findings(ClientAuthMode.NONE)).isEmpty();

        policies.setForAll(AccountPolicy.EMPTY
                .withMechanisms(Set.of(LoginMechanism.PLAIN))
                .withClientCertificate(ClientCertificateRule.REQUIRED));

        assertThat(findings(ClientAuthMode.WANT)).isEmpty();
    }

    @Test
    void nameACertificateThatNobodyIsAskedFor() {
        policies.setException(
                Username.of("alice@example.org"),
                AccountPolicy.EMPTY.withClientCertificate(ClientCertificateRule.REQUIRED));

        assertThat(findings(ClientAuthMode.NONE))
                .singleElement()
                .matches(Finding::isBreaking)
                .hasToString("pop3server.xml: an account policy needs a client certificate, and no client is asked for"
                        + " one; write <clientAuth mode=\"want\"> in tls, or take that policy back");
    }

    @Test
    void nameAPolicyThatAllowsNothingThatIsOffered() {
        policies.setForAll(AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.EXTERNAL)));

        assertThat(findings(ClientAuthMode.WANT)).isEmpty();
        assertThat(findings(ClientAuthMode.NONE))
                .singleElement()
                .asString()
                .contains("no account may use a mechanism that is offered");
    }

    /** The exception may be that of a user who was removed. */
    @Test
    void nameAPolicyForAllThatLetsInOnlyWhoHasAnException() {
        policies.setForAll(AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.EXTERNAL)));
        policies.setException(
                Username.of("gone@example.org"), AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.PLAIN)));

        assertThat(findings(ClientAuthMode.NONE))
                .singleElement()
                .asString()
                .contains("accounts without an exception may use no mechanism that is offered");
    }

    @Test
    void nameAPolicyThatAllowsOnlyWhatNeedsRecordsWhereThereCanBeNone() {
        policies.setForAll(AccountPolicy.EMPTY.withMechanisms(Set.of(LoginMechanism.DIGEST_MD5)));

        assertThat(findings(ClientAuthMode.NONE)).isEmpty();
        assertThat(new PolicyFindings(policies, WAYS.withoutRecords(), ClientAuthMode.NONE).all())
                .singleElement()
                .asString()
                .contains("no account may use a mechanism that is offered");
    }

    private List<Finding> findings(ClientAuthMode asked) {
        return new PolicyFindings(policies, asked == ClientAuthMode.NONE ? WAYS : WAYS.withExternal(), asked).all();
    }
}
