// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.util.regex.Pattern;
import nl.digipoort.james.server.it.TestGateway.Account;

/** A login by GNU SASL's own program, {@code gsasl}: it knows SASL, and its caller the protocol around it. */
final class GsaslLogin {
    private static final Pattern OUTPUT = Pattern.compile("Output from client:$");
    private static final Pattern ANY = Pattern.compile("^.*$");

    private final Account account;

    private GsaslLogin(Account account) {
        this.account = account;
    }

    /** SCRAM-SHA-256, of a client that knows of no channel binding. */
    static GsaslLogin unbound(Account account) {
        return new GsaslLogin(account);
    }

    /** Sends a line and gives the first line of the answer. */
    interface Server {
        String command(String line) throws IOException;
    }

    /** The answer to the last line of the client. It has checked the server's proof if that is {@code +OK}. */
    String on(Server server) throws IOException {
        try (Dialogue gsasl = Dialogue.with(
                "gsasl",
                "--client",
                "--mechanism=SCRAM-SHA-256",
                "--no-cb",
                "--authentication-id=" + account.user(),
                "--password=" + account.password())) {
            String answer = server.command("AUTH SCRAM-SHA-256 " + next(gsasl));
            while (answer.startsWith("+ ")) {
                gsasl.say(answer.substring(2));
                answer = server.command(next(gsasl));
            }
            if (answer.startsWith("+OK")) {
                gsasl.say("");
                gsasl.read(Pattern.compile("server trusted"));
            }
            return answer;
        }
    }

    private static String next(Dialogue gsasl) throws IOException {
        gsasl.read(OUTPUT);
        return gsasl.read(ANY).group();
    }
}
