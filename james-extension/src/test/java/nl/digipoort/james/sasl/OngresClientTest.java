// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.text;
import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.client.ScramClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The SCRAM client of PostgreSQL's JDBC driver against our server: it checks our proof, too. */
class OngresClientTest {
    private static final byte[] CERTIFICATE_HASH = utf8("of the certificate");
    private static final NonceSource NONCES = NonceSource.random(new SecureRandom(utf8("any")));

    @Test
    void letsInEveryNameWithEveryPasswordButNotWithAnotherOne() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            String alphabet = RandomResponse.USER_CHARACTERS + (i % 2 == 0 ? ",=" : "\u00eb\u0438\u4F60\u20AC");
            String username = RandomResponse.text(random, alphabet, 1 + random.nextInt(20));
            String password = RandomResponse.text(random, RandomResponse.USER_CHARACTERS, 1 + random.nextInt(30));
            ScramRecords records = ScramRecords.sha256().with(username, password);
            String which = "seed " + seed + ": " + username + "/" + password;

            assertThat(account(records, username, password, "SCRAM-SHA-256"))
                    .as(which)
                    .isEqualTo(username);
            assertThatThrownBy(() -> account(records, username, password + "x", "SCRAM-SHA-256"))
                    .as(which)
                    .hasMessage("the credentials are refused");
        }
    }

    @Test
    void usesTheServersCertificateWhenItIsOffered() throws Exception {
        ScramRecords records = ScramRecords.sha256().with("user", "pencil");

        assertThat(account(records, "user", "pencil", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"))
                .isEqualTo("user");
    }

    /** Somebody in the middle took the -PLUS out of the offer: the client says so. */
    @Test
    void isRefusedWhenTheOfferWasCutOnTheWay() {
        ScramRecords records = ScramRecords.sha256().with("user", "pencil");
        ScramClient client = client("user", "pencil", List.of("SCRAM-SHA-256"));

        assertThatThrownBy(() -> server(records, client, true)
                        .evaluateResponse(utf8(client.clientFirstMessage().toString())))
                .hasMessage("the client was not shown that channel binding is offered");
    }

    private static String account(ScramRecords records, String username, String password, String... offered)
            throws Exception {
        ScramClient client = client(username, password, List.of(offered));
        ScramServer server = server(records, client, offered.length > 1);
        client.serverFirstMessage(
                text(server.evaluateResponse(utf8(client.clientFirstMessage().toString()))));
        client.serverFinalMessage(
                text(server.evaluateResponse(utf8(client.clientFinalMessage().toString()))));
        return server.getAuthorizationID();
    }

    private static ScramClient client(String username, String password, List<String> offered) {
        return ScramClient.builder()
                .advertisedMechanisms(offered)
                .username(username)
                .password(password.toCharArray())
                .channelBinding("tls-server-end-point", CERTIFICATE_HASH)
                .build();
    }

    private static ScramServer server(ScramRecords records, ScramClient client, boolean withPlus) {
        ChannelBindings bindings = withPlus
                ? ChannelBindings.of(Map.of(ChannelBindings.TLS_SERVER_END_POINT, CERTIFICATE_HASH))
                : ChannelBindings.NONE;
        return new ScramServer(client.getScramMechanism().getName(), ScramHash.SHA_256, records, NONCES, bindings);
    }
}
