// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of RFC 5802 section 5 and RFC 7677 section 3. */
class ScramVectorsTest {
    private static final String FIRST_256 = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE_256 = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FINAL_256 = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    @Test
    void answersAsRfc7677WhenTheProofIsRight() throws Exception {
        ScramServer server = sha256(ChannelBindings.NONE);

        assertThat(text(server.evaluateResponse(utf8(FIRST_256))))
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(text(server.evaluateResponse(utf8(FINAL_256))))
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(server.getAuthorizationID()).isEqualTo("user");
    }

    @Test
    void answersAsRfc5802WhenTheProofIsRight() throws Exception {
        byte[] salt = Base64.getDecoder().decode("QSXCR+Q6sek8bf92");
        ScramHash sha1 = ScramHash.SHA_1;
        byte[] salted = Base64.getDecoder().decode("HZbuOlKbWl+eR8AfIposuKbhX30=");
        ScramSecrets records = new ScramSecrets() {
            @Override
            public ScramSecret find(String username) {
                return ScramSecret.of(
                        username,
                        salt,
                        4096,
                        sha1.hash(sha1.hmac(salted, utf8("Client Key"))),
                        sha1.hmac(salted, utf8("Server Key")));
            }

            @Override
            public boolean denotes(String name, String account) {
                return false;
            }
        };
        ScramServer server =
                new ScramServer("SCRAM-SHA-1", sha1, records, () -> "3rfcNHYJY1ZVvWVs7j", ChannelBindings.NONE);

        assertThat(text(server.evaluateResponse(utf8("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"))))
                .isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
        assertThat(text(server.evaluateResponse(
                        utf8("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="))))
                .isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    /** The same octets, but behind an offer of channel binding that somebody took away from what the client saw. */
    @Test
    void refusesTheExampleWithAnotherFlagThoughTheUserIsRight() {
        ScramServer server = sha256(ChannelBindings.of(Map.of("tls-exporter", utf8("binding"))));

        assertThatThrownBy(() -> server.evaluateResponse(utf8("y" + FIRST_256.substring(1))))
                .hasMessage("the client was not shown that channel binding is offered");
    }

    private static ScramServer sha256(ChannelBindings bindings) {
        return new ScramServer(
                "SCRAM-SHA-256",
                ScramHash.SHA_256,
                ScramRecords.sha256().with("user", "pencil"),
                () -> NONCE_256,
                bindings);
    }
}
