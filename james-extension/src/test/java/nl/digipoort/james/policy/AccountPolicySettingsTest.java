// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Set;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountPolicySettingsTest {
    @Test
    void restrictNothingUnlessTheySaySo() throws Exception {
        assertThat(TestPolicies.settings("").policy()).isEqualTo(AccountPolicy.EMPTY);
        assertThat(TestPolicies.settings("").warningDays()).isEqualTo(90);
    }

    @Test
    void readEachPart() throws Exception {
        AccountPolicySettings settings = TestPolicies.settings("<mechanisms><mechanism>PLAIN</mechanism>"
                + "<mechanism>DIGEST-MD5</mechanism></mechanisms>"
                + "<refusedFrom><mechanism>DIGEST-MD5</mechanism><date>2027-06-01</date></refusedFrom>"
                + "<refusedFrom><mechanism>USER</mechanism><date>2028-01-01</date></refusedFrom>"
                + "<clientCertificate>required</clientCertificate><leastTls>TLSv1.3</leastTls>"
                + "<warningDays>30</warningDays>");

        assertThat(settings.policy())
                .isEqualTo(AccountPolicy.EMPTY
                        .withMechanisms(Set.of(LoginMechanism.PLAIN, LoginMechanism.DIGEST_MD5))
                        .withRefusedFrom(LoginMechanism.DIGEST_MD5, LocalDate.of(2027, 6, 1))
                        .withRefusedFrom(LoginMechanism.USER, LocalDate.of(2028, 1, 1))
                        .withClientCertificate(ClientCertificateRule.REQUIRED)
                        .withLeastTls(LeastTls.TLS_1_3));
        assertThat(settings.warningDays()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<mechanisms/>|accountPolicy.mechanisms.mechanism is missing; allowed: one or more of USER,",
                "<mechanisms><mechanism>X</mechanism></mechanisms>|accountPolicy.mechanisms.mechanism is 'X'; allowed:"
                        + " USER,",
                "<refusedFrom><mechanism>PLAIN</mechanism></refusedFrom>|accountPolicy.refusedFrom(1).date is missing",
                "<refusedFrom><mechanism>PLAIN</mechanism><date>never</date></refusedFrom>|accountPolicy.refusedFrom(1).date"
                        + " is 'never'; allowed: a date",
                "<refusedFrom><mechanism>PLAIN</mechanism><date>2027-06-01</date></refusedFrom>"
                        + "<refusedFrom><mechanism>PLAIN</mechanism><date>2028-06-01</date></refusedFrom>"
                        + "|accountPolicy.refusedFrom(2).mechanism names PLAIN again; allowed: each mechanism once",
                "<clientCertificate>yes</clientCertificate>|accountPolicy.clientCertificate is 'yes'; allowed:"
                        + " notNeeded, required",
                "<leastTls>1.3</leastTls>|accountPolicy.leastTls is '1.3'; allowed: TLSv1.2, TLSv1.3",
                "<warningDays>-1</warningDays>|accountPolicy.warningDays is '-1'; allowed: a whole number from 0 to"
                        + " 3650",
                "<other/>|accountPolicy.other is unknown"
            })
    void refuseWhatIsNotAllowed(String elements, String message) {
        assertThatThrownBy(() -> TestPolicies.settings(elements))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("pop3server.xml: " + message);
    }
}
