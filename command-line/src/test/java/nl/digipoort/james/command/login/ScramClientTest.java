// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

/** The example of RFC 7677 section 3, and servers that do not follow it. */
class ScramClientTest {
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    private final ScramClient client = new ScramClient(new Credentials("user", "pencil"), Optional.empty(), NONCE);

    @Test
    void isTheClientOfTheExample() throws Exception {
        assertThat(next("")).isEqualTo("n,,n=user,r=" + NONCE);
        assertThat(next(SERVER_FIRST))
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(client.isComplete()).isFalse();

        assertThat(next("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isEmpty();

        assertThat(client.isComplete()).isTrue();
    }

    @Test
    void writesNameAndBindingAsTheyAreSent() throws Exception {
        ScramClient bound = new ScramClient(new Credentials("a=b,c", "pencil"), Optional.of(new byte[] {1, 2}), NONCE);

        assertThat(new String(bound.evaluateChallenge(new byte[0]), US_ASCII))
                .isEqualTo("p=tls-server-end-point,,n=a=3Db=2Cc,r=" + NONCE);
        assertThat(new String(bound.evaluateChallenge(SERVER_FIRST.getBytes(US_ASCII)), US_ASCII))
                .startsWith("c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAQI=,r=");
    }

    @Test
    void believesNoServerThatDoesNotKnowThePassword() throws Exception {
        next("");
        next(SERVER_FIRST);

        assertThatThrownBy(() -> next("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
                .isInstanceOf(SaslException.class)
                .hasMessage("the server has not proven that it knows the password");
        assertThat(client.isComplete()).isFalse();
    }

    @Test
    void answersNoServerThatDoesNotFollowTheProtocol() {
        assertRefused("r=another%,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce does not begin");
        assertRefused("r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "nonce does not begin");
        assertRefused("r=" + NONCE + "1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000", "asks for 2000000000 iterations");
        assertRefused("r=" + NONCE + "1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0", "asks for 0 iterations");
        assertRefused("r=" + NONCE + "1,s=,i=4096", "cannot be answered");
        assertRefused("r=" + NONCE + "1,s=*,i=4096", "cannot be answered");
        assertRefused("r=" + NONCE + "1,s=W22Z,i=many", "cannot be answered");
        assertRefused("m=x,r=" + NONCE + "1,s=W22Z,i=4096", "has no r=");
        assertRefused("", "has no r=");
    }

    private static void assertRefused(String serverFirst, String why) {
        ScramClient fresh = new ScramClient(new Credentials("user", "pencil"), Optional.empty(), NONCE);
        assertThatThrownBy(() -> {
                    fresh.evaluateChallenge(new byte[0]);
                    fresh.evaluateChallenge(serverFirst.getBytes(US_ASCII));
                })
                .isInstanceOf(SaslException.class)
                .hasMessageContaining(why);
    }

    private String next(String challenge) throws SaslException {
        return new String(client.evaluateChallenge(challenge.getBytes(US_ASCII)), US_ASCII);
    }
}
