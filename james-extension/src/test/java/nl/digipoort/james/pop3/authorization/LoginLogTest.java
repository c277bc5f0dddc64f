// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginLogTest {
    @Test
    void writesEveryFieldInItsPlace() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "anna@example.org"), LoginOutcome.AUTH))
                .isEqualTo("login outcome=AUTH address=192.0.2.7 port=51234 tls=- cipher=- mechanism=PLAIN"
                        + " session=6f1c9a user=\"anna@example.org\"");
    }

    @Test
    void writesAHyphenWhereThereIsNoName() {
        assertThat(LoginLog.line(attempt("192.0.2.7"), LoginOutcome.CANCELLED))
                .startsWith("login outcome=CANCELLED ")
                .endsWith(" user=-");
        assertThat(LoginLog.line(attempt("192.0.2.7", "-"), LoginOutcome.AUTH)).endsWith(" user=\"-\"");
    }

    @Test
    void writesIpv6AddressesShort() {
        assertThat(LoginLog.line(attempt("2001:db8:0:0:0:0:0:1"), LoginOutcome.OK))
                .contains(" address=2001:db8::1 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a\" user=\"b|a\\\" user=\\\"b",
                "back\\slash|back\\\\slash",
                "andr\u00e9|andr\\u00E9",
                "\u202egro|\\u202Egro",
                "a' b|a' b",
            })
    void escapesWhatCouldPassForAnotherField(String name, String written) {
        assertThat(LoginLog.line(attempt("192.0.2.7", name), LoginOutcome.AUTH)).endsWith(" user=\"" + written + "\"");
    }

    @Test
    void keepsALineOneLine() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "a\r\nlogin\u2028\u0085\tx"), LoginOutcome.AUTH))
                .endsWith(" user=\"a\\r\\nlogin\\u2028\\u0085\\tx\"");
    }

    @Test
    void cutsANameThatIsLongerThanAnyAccounts() {
        assertThat(LoginLog.line(attempt("192.0.2.7", "a".repeat(4000)), LoginOutcome.AUTH))
                .endsWith(" user=\"" + "a".repeat(255) + "\"");
    }

    private static LoginAttempt attempt(String address, String name) {
        LoginAttempt attempt = attempt(address);
        attempt.nameIt(name);
        return attempt;
    }

    private static LoginAttempt attempt(String address) {
        return new LoginAttempt(
                "PLAIN",
                new DigipoortSession(new ClientTransport(address), new ProtocolConfigurationImpl("x") {}),
                new LoginMetrics(new RecordingMetricFactory()));
    }
}
