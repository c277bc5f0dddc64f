// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Right logins, each corrupted at one place at random: no one is let in, shown a proof or kept from the right login after it. A
 * failure prints its seed; {@code -Ddigipoort.corruption.seed=} and {@code -Ddigipoort.corruption.rounds=} play it again, or longer.
 */
@ExtendWith(SharedGateway.class)
class CorruptedLoginsIT {
    private static final long SEED = Long.getLong("digipoort.corruption.seed", new Random().nextLong());
    private static final int ROUNDS = Integer.getInteger("digipoort.corruption.rounds", 300);
    /** A clear password costs a hash, so there are fewer of them. */
    private static final int CLEAR_ROUNDS = ROUNDS / 10;

    /** What the proof covers, and the proof: none of these can be spelt in another way that is right as well. */
    private static final List<String> COVERED =
            List.of("username", "realm", "nonce", "cnonce", "nc", "digest-uri", "response");

    private enum Corruption {
        CHANGED,
        CUT,
        DOUBLED,
        SWAPPED,
        RANDOM,
        NUL
    }

    private final TestGateway gateway;

    CorruptedLoginsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void letsNobodyInByACorruptedDirective() throws Exception {
        Account account = gateway.newAccount();
        Random random = new Random(SEED);

        for (int round = 0; round < ROUNDS; round++) {
            try (Pop3Client client = gateway.secured()) {
                DigestAnswer answer = challenged(client, account);
                String name = COVERED.get(random.nextInt(COVERED.size()));
                String right = DigestAnswer.element(name, answer.get(name));
                int value = right.indexOf('=') + 1;
                String wrong = right.substring(0, value) + corrupted(right.substring(value), random);
                String message = answer.message().replace(right, wrong);

                assertRefused(client, account, DigestAnswer.base64(message), round + ": " + wrong);
            }
        }
    }

    /** The last 40 characters of the line are the proof's. */
    @Test
    void letsNobodyInByACorruptedLine() throws Exception {
        Account account = gateway.newAccount();
        Random random = new Random(SEED);

        for (int round = 0; round < ROUNDS; round++) {
            try (Pop3Client client = gateway.secured()) {
                String right = DigestAnswer.base64(challenged(client, account).message());
                String wrong = right;
                while (isTheSame(right, wrong)) {
                    int proof = right.length() - 40;
                    wrong = right.substring(0, proof)
                            + corrupted(right.substring(proof), random).replaceAll("[\r\n]", "!");
                }

                assertRefused(client, account, wrong, round + ": " + wrong);
            }
        }
    }

    @Test
    void letsNobodyInByACorruptedPassword() throws Exception {
        Account account = gateway.newAccount("correct horse battery");
        Random random = new Random(SEED);

        for (int round = 0; round < CLEAR_ROUNDS; round++) {
            try (Pop3Client client = gateway.secured()) {
                String wrong = corrupted(account.password(), random);
                client.command("AUTH PLAIN");

                assertRefused(
                        client,
                        account,
                        DigestAnswer.base64("\0" + account.user() + "\0" + wrong),
                        round + ": " + wrong);
            }
        }
    }

    private static DigestAnswer challenged(Pop3Client client, Account account) throws IOException {
        return DigestAnswer.to(client.command("AUTH DIGEST-MD5"), account.user(), account.password());
    }

    private static void assertRefused(Pop3Client client, Account account, String line, String what) throws IOException {
        client.sendOctets((line + "\r\n").getBytes(ISO_8859_1));

        assertThat(client.readLine()).as("seed %d, round %s", SEED, what).startsWith("-ERR ");
        assertThat(new DigestMd5Login(account.user(), account.password()).on(client))
                .as("seed %d, after round %s", SEED, what)
                .isEqualTo("+OK Maildrop locked and ready");
        assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
    }

    /** Padding, bits after the last octet, and white space and commas at the end of the list are not part of what is said. */
    private static boolean isTheSame(String right, String wrong) {
        try {
            return said(wrong).equals(said(right));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String said(String base64) {
        return new String(Base64.getDecoder().decode(base64), ISO_8859_1).replaceAll("[ \t\r\n,]+$", "");
    }

    private static String corrupted(String right, Random random) {
        Corruption[] kinds = Corruption.values();
        String wrong = right;
        while (wrong.equals(right)) {
            wrong = corrupted(right, kinds[random.nextInt(kinds.length)], random);
        }
        return wrong;
    }

    private static String corrupted(String right, Corruption kind, Random random) {
        int at = random.nextInt(right.length());
        String before = right.substring(0, at);
        String behind = right.substring(at + 1);
        return switch (kind) {
            case CHANGED -> before + changed(right, random) + behind;
            case CUT -> before;
            case DOUBLED -> before + right.substring(at).repeat(2);
            case SWAPPED -> swapped(right, at, random.nextInt(right.length()));
            case RANDOM -> octets(random, 1 + random.nextInt(64));
            case NUL -> before + '\0' + behind;
        };
    }

    /** Any octet, or one that the place may well have: another digit of the proof is the hardest to tell. */
    private static char changed(String right, Random random) {
        return random.nextBoolean() ? (char) random.nextInt(256) : right.charAt(random.nextInt(right.length()));
    }

    private static String swapped(String right, int one, int other) {
        StringBuilder text = new StringBuilder(right);
        text.setCharAt(one, right.charAt(other));
        text.setCharAt(other, right.charAt(one));
        return text.toString();
    }

    private static String octets(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return new String(octets, ISO_8859_1);
    }
}
