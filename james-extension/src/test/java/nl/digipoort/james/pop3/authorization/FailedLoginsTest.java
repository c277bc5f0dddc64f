// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private final DigipoortSession session =
            new DigipoortSession(new ClientTransport("192.0.2.7"), new ProtocolConfigurationImpl("test") {});

    @Test
    void countsThoseForAllAccountsAndForgetsThoseForOne() {
        assertThat(FailedLogins.of(session).add("anna")).isEqualTo(1);
        assertThat(FailedLogins.of(session).add("bob")).isEqualTo(2);
        assertThat(FailedLogins.of(session).add("anna")).isEqualTo(3);

        assertThat(FailedLogins.of(session).forget("anna")).isEqualTo(2);
        assertThat(FailedLogins.of(session).forget("anna")).isZero();
        assertThat(FailedLogins.of(session).add("anna")).isEqualTo(4);
    }

    @Test
    void hasPatienceWithFiftyThatCameToNoJudgement() {
        FailedLogins logins = FailedLogins.of(session);

        assertThat(IntStream.rangeClosed(1, 51).filter(i -> logins.isEnoughAfterOneUnjudged()))
                .containsExactly(50, 51);
    }
}
