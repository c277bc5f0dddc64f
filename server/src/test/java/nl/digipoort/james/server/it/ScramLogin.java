// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import com.ongres.scram.common.util.TlsServerEndpoint;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import nl.digipoort.james.server.demo.Pop3Client;

/**
 * A login by the SCRAM client of PostgreSQL's JDBC driver, bound to the server's certificate where -PLUS is among the offered mechanisms, or
 * without any binding.
 */
final class ScramLogin {
    private final String user;
    private final String password;
    private final Optional<UnaryOperator<byte[]>> seen;
    private final List<String> offered;

    /**
     * @param seen makes what the client takes for the channel binding
     * @param offered the mechanisms that the client believes are offered
     */
    ScramLogin(String user, String password, UnaryOperator<byte[]> seen, List<String> offered) {
        this.user = user;
        this.password = password;
        this.seen = Optional.of(seen);
        this.offered = offered;
    }

    private ScramLogin(String user, String password) {
        this.user = user;
        this.password = password;
        this.seen = Optional.empty();
        this.offered = List.of("SCRAM-SHA-256");
    }

    /** Of a client that knows of no channel binding. */
    static ScramLogin unbound(String user, String password) {
        return new ScramLogin(user, password);
    }

    /** The answer to the last line of the client, who checks the server's proof. */
    String on(Pop3Client client) throws IOException, CertificateEncodingException, ScramException {
        ScramClient.FinalBuildStage builder = ScramClient.builder()
                .advertisedMechanisms(offered)
                .username(user)
                .password(password.toCharArray());
        if (seen.isPresent()) {
            builder.channelBinding(
                    TlsServerEndpoint.TLS_SERVER_END_POINT,
                    seen.get().apply(TlsServerEndpoint.getChannelBindingData(client.certificate())));
        }
        ScramClient sasl = builder.build();
        String challenge = client.command("AUTH " + sasl.getScramMechanism().getName() + " "
                + base64(sasl.clientFirstMessage().toString()));
        if (!challenge.startsWith("+ ")) {
            return challenge;
        }
        sasl.serverFirstMessage(text(challenge));
        String proof = client.command(base64(sasl.clientFinalMessage().toString()));
        if (!proof.startsWith("+ ")) {
            return proof;
        }
        sasl.serverFinalMessage(text(proof));
        String answer = client.command("");
        client.command("QUIT");
        return answer;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String text(String line) {
        return new String(Base64.getDecoder().decode(line.substring(2)), UTF_8);
    }
}
