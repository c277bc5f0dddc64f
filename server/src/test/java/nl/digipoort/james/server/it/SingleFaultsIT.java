// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault in an otherwise right login, its answer as docs/clients/sasl.md has it, and the right login after it on the same connection. */
@ExtendWith(SharedGateway.class)
class SingleFaultsIT {
    private static final String READY = "+OK Maildrop locked and ready";
    private static final String CREDENTIALS = "-ERR [AUTH] Authentication failed";
    private static final String FORM = "-ERR Response is malformed";
    private static final String FIT = "-ERR Response does not fit the challenge";

    private final TestGateway gateway;

    SingleFaultsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** {@code name=value} sets a directive, {@code -name} leaves it out, {@code +name} repeats it; all are proven as they are sent. */
    @ParameterizedTest
    @CsvSource({
        "username=nobody@digipoort.local, CREDENTIALS",
        "authzid=nobody@digipoort.local, CREDENTIALS",
        "password, CREDENTIALS",
        "response, CREDENTIALS",
        "nonce=OA6MG9tEQGm2hh, FIT",
        "nc=00000002, FIT",
        "nc=00000000, FIT",
        "qop=auth-int, FIT",
        "realm=other.example, FIT",
        "realm=Digipoort.Local, FIT",
        "digest-uri=imap/localhost, FIT",
        "digest-uri=pop/evil.example, FIT",
        "nc=1, FORM",
        "cnonce='', FORM",
        "charset=iso-8859-1, FORM",
        "maxbuf=16, FORM",
        "authzid='', FORM",
        "username='', FORM",
        "username=a\u0001b, FORM",
        "digest-uri=pop, FORM",
        "digest-uri=pop/localhost/a/b, FORM",
        "-username, FORM",
        "-realm, FORM",
        "-nonce, FORM",
        "-cnonce, FORM",
        "-nc, FORM",
        "-digest-uri, FORM",
        "-response, FORM",
        "+username, FORM",
        "+realm, FORM",
        "+nonce, FORM",
        "+cnonce, FORM",
        "+nc, FORM",
        "+qop, FORM",
        "+digest-uri, FORM",
        "+charset, FORM",
        "+response, FORM",
        "UPPER, FORM",
        "rubbish, FORM",
        "length, FORM",
    })
    void answersEachFaultInItsWordsAndLetsTheNextOneIn(String fault, String kind) throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            String challenge = client.command("AUTH DIGEST-MD5");
            DigestAnswer answer = DigestAnswer.to(challenge, account.user(), account.password());

            assertThat(client.command(DigestAnswer.base64(spoil(answer, fault))))
                    .isEqualTo(answerTo(kind));
            letsInAfterwards(client, account);
        }
    }

    @Test
    void takesTheAnswerThatIsNotSpoilt() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            String challenge = client.command("AUTH DIGEST-MD5");
            String message = DigestAnswer.to(challenge, account.user(), account.password())
                    .message();

            assertThat(client.command(DigestAnswer.base64(message))).startsWith("+ cnNwYXV0aD");
            assertThat(client.command("")).isEqualTo(READY);
        }
    }

    @Test
    void refusesWhatComesBehindTheProofOfTheServer() throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            assertThat(new DigestMd5Login(account.user(), account.password()).untilLastChallenge(client))
                    .startsWith("+ ");
            assertThat(client.command("AAAA")).isEqualTo(FORM);
            letsInAfterwards(client, account);
        }
    }

    /** NAME and PASS stand for the right ones, 0 for NUL; the last line of the exchange is what gets the answer. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 0|NAME|0|wrong, CREDENTIALS",
        "PLAIN, 0|nobody|0|PASS, CREDENTIALS",
        "PLAIN, nobody|0|NAME|0|PASS, CREDENTIALS",
        "PLAIN, 0|NAME|PASS, FORM",
        "PLAIN, NAME|PASS, FORM",
        "PLAIN, 0|NAME|0|PASS|0, FORM",
        "PLAIN, 0|0|PASS, FORM",
        "PLAIN, 0|NAME|0, FORM",
        "PLAIN, 0|NAME|0|\u00ff, FORM",
        "PLAIN, 0|NA\u0001ME|0|PASS, FORM",
        "PLAIN, '', FORM",
        "LOGIN, wrong, CREDENTIALS",
        "LOGIN, PASS|0, FORM",
        "LOGIN, '', FORM",
        "LOGIN, \u00ff, FORM",
    })
    void answersEachFaultOfAClearPassword(String mechanism, String response, String kind) throws Exception {
        Account account = gateway.newAccount();
        String message = response.replace("0", "\0")
                .replace("|", "")
                .replace("NAME", account.user())
                .replace("PASS", account.password());

        try (Pop3Client client = gateway.secured()) {
            String prompt = client.command("AUTH " + mechanism);
            if (mechanism.equals("LOGIN")) {
                prompt = client.command(DigestAnswer.base64(account.user()));
            }
            assertThat(prompt).startsWith("+ ");
            assertThat(client.command(DigestAnswer.base64(message))).isEqualTo(answerTo(kind));
            letsInAfterwards(client, account);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH XYZZY, -ERR Mechanism is not offered",
        "AUTH DIGEST-MD5 AAAA, -ERR Mechanism takes no initial response",
        "AUTH PLAIN a b, -ERR Wrong arguments",
        "AUTH PLAIN !, -ERR Response is malformed",
        "AUTH PLAIN AAA, -ERR Response is malformed",
        "AUTH PLAIN =AAA, -ERR Response is malformed",
        "AUTH PLAIN =, -ERR Response is malformed",
    })
    void answersEachFaultOfTheCommand(String command, String answer) throws Exception {
        Account account = gateway.newAccount();

        try (Pop3Client client = gateway.secured()) {
            assertThat(client.command(command)).isEqualTo(answer);
            letsInAfterwards(client, account);
        }
    }

    private static String spoil(DigestAnswer answer, String fault) {
        if (fault.equals("password")) {
            answer.usePassword("wrong");
        }
        return switch (fault) {
            case "password" -> answer.message();
            case "response" -> spoiltProof(answer, "0".repeat(32));
            case "UPPER" -> spoiltProof(answer, "A" + answer.get("response").substring(1));
            case "rubbish" -> answer.message() + ",rubbish";
            case "length" -> answer.message() + ",x=" + "y".repeat(4000);
            case "-response" -> answer.message().replaceFirst(",response=.*", "");
            default -> spoiltDirective(answer, fault);
        };
    }

    private static String spoiltProof(DigestAnswer answer, String proof) {
        return answer.message().replace(answer.get("response"), proof);
    }

    private static String spoiltDirective(DigestAnswer answer, String fault) {
        if (fault.startsWith("-")) {
            answer.remove(fault.substring(1));
        } else if (fault.startsWith("+")) {
            String name = fault.substring(1);
            return answer.message() + "," + DigestAnswer.element(name, answer.get(name));
        } else {
            int equals = fault.indexOf('=');
            answer.put(fault.substring(0, equals), fault.substring(equals + 1).replace("''", ""));
        }
        return answer.message();
    }

    private static String answerTo(String kind) {
        return switch (kind) {
            case "CREDENTIALS" -> CREDENTIALS;
            case "FIT" -> FIT;
            default -> FORM;
        };
    }

    private static void letsInAfterwards(Pop3Client client, Account account) throws IOException {
        assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                .isEqualTo(READY);
        assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
    }
}
