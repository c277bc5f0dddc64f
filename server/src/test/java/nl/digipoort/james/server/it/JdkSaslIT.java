// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JDK's SASL clients over the wire, with passwords that nobody chose. */
@ExtendWith(SharedGateway.class)
class JdkSaslIT {
    private static final String READY = "+OK Maildrop locked and ready";

    private final TestGateway gateway;

    JdkSaslIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @RepeatedTest(10)
    void logsInWithARandomPasswordAndWithNoOther() throws Exception {
        long seed = new Random().nextLong();
        String password = randomPassword(new Random(seed));
        Account account = gateway.newAccount();
        gateway.setPassword(account, password);

        assertThat(digestMd5(account.user(), password)).as("seed %d", seed).isEqualTo(READY);
        assertThat(plain(account.user(), password)).as("seed %d", seed).isEqualTo(READY);
        assertThat(digestMd5(account.user(), password + "x")).startsWith("-ERR [AUTH]");
        assertThat(plain(account.user(), password + "x")).startsWith("-ERR [AUTH]");
    }

    /**
     * Letters, digits, punctuation and symbols of the scripts that are written from left to right, which SASLprep (RFC 4013)
     * leaves as they are: it forbids some others, and most mixtures of directions.
     */
    private static String randomPassword(Random random) {
        return random.ints(0x21, 0x1_FFFF)
                .filter(Character::isDefined)
                .filter(codePoint -> !Character.isISOControl(codePoint) && !Character.isWhitespace(codePoint))
                .filter(JdkSaslIT::isPlainText)
                .limit(1 + random.nextInt(30))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPlainText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default ->
                !isRightToLeft(codePoint)
                        && !isForbiddenSymbol(codePoint)
                        && Normalizer.isNormalized(Character.toString(codePoint), Normalizer.Form.NFKC);
        };
    }

    private static boolean isRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Tables C.6 and C.7 of RFC 3454: replacements, and descriptions of ideographs. */
    private static boolean isForbiddenSymbol(int codePoint) {
        return codePoint == 0xFFFC || codePoint == 0xFFFD || (codePoint >= 0x2FF0 && codePoint <= 0x2FFB);
    }

    private String digestMd5(String user, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            return quitAfter(client, new DigestMd5Login(user, password).on(client));
        }
    }

    private String plain(String user, String password) throws IOException {
        SaslClient sasl = Sasl.createSaslClient(
                new String[] {"PLAIN"},
                null,
                "pop",
                "localhost",
                Map.of(),
                callbacks -> answer(user, password, callbacks));
        try (Pop3Client client = gateway.secured()) {
            String response = Base64.getEncoder().encodeToString(sasl.evaluateChallenge(new byte[0]));
            assertThat(new String(Base64.getDecoder().decode(response), UTF_8)).endsWith(password);
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            return quitAfter(client, client.command(response));
        } finally {
            sasl.dispose();
        }
    }

    private static void answer(String user, String password, Callback... callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password.toCharArray());
            }
        }
    }

    private static String quitAfter(Pop3Client client, String answer) throws IOException {
        assertThat(client.command("QUIT")).startsWith("+OK");
        return answer;
    }
}
