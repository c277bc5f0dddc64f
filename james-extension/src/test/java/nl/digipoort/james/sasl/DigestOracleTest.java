// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import nl.digipoort.james.sasl.RandomResponse.Oddity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The JDK's own DIGEST-MD5 server judges the same responses to the same challenge as ours: what it lets in, ours lets in, with
 * the answer that an independent calculation gives, but for the differences that are meant.
 */
class DigestOracleTest {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]*)\"");

    /** What the JDK lets in and we refuse, and why. */
    private static final Map<Oddity, String> REFUSED_ON_PURPOSE = new EnumMap<>(Map.of(
            Oddity.DUPLICATE_DIRECTIVE,
                    "RFC 2831 section 2.1.2 allows each once; the JDK lets nc and realm be repeated",
            Oddity.EMPTY_CLIENT_NONCE, "cnonce is there for its entropy",
            Oddity.SMALL_BUFFER, "maxbuf is more than 16",
            Oddity.HUGE_BUFFER, "maxbuf is at most 16777215",
            Oddity.RUBBISH_BEHIND, "a word without a value is no directive (section 7.1)"));

    private int letInByTheJdk;
    private int letInByUs;

    @Test
    void letsInWhomTheJdkLetsIn() {
        judge(new Random(2831), Oddity.NONE, 400);

        assertThat(letInByTheJdk)
                .as("the JDK lets in who follows its reading of the charset")
                .isGreaterThan(150);
        assertThat(letInByUs).as("we let in every right password").isEqualTo(400);
    }

    @Test
    void letsInWhomTheJdkLetsInWhateverTheSeed() {
        judge(new Random(), Oddity.NONE, 200);

        assertThat(letInByUs).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Oddity.class)
    void differsOnPurposeOnly(Oddity oddity) {
        judge(new Random(oddity.name().hashCode()), oddity, 50);

        if (REFUSED_ON_PURPOSE.containsKey(oddity)) {
            assertThat(letInByTheJdk).as("otherwise the reason is out of date").isPositive();
            assertThat(letInByUs).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Oddity.class,
            names = {"NONE", "UPPER_CASE_QOP", "UPPER_CASE_CHARSET", "BARE_WORD_OF_SEPARATORS"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusesWhatIsWrong(Oddity oddity) {
        judge(new Random(oddity.name().hashCode()), oddity, 20);

        assertThat(letInByUs).isZero();
    }

    private void judge(Random seeds, Oddity oddity, int cases) {
        for (int i = 0; i < cases; i++) {
            long seed = seeds.nextLong();
            judge(seed, oddity);
        }
    }

    private void judge(long seed, Oddity oddity) {
        Random random = new Random(seed);
        String user = RandomResponse.text(random, alphabet(random), 1 + random.nextInt(12))
                        .strip() + "u";
        String password = RandomResponse.text(random, alphabet(random), 1 + random.nextInt(20));
        String realm = RandomResponse.text(random, "aB.-\"\\'", 1 + random.nextInt(12));
        String host = "pop" + random.nextInt(100) + ".digipoort.example";
        SaslServer jdk = jdkServer(user, password, realm, host);
        String nonce = nonceOf(challenge(jdk));
        SaslServer ours = new DigestMd5Server(
                DigestMd5Settings.of(realm, List.of(host)).withHostCheck(HostCheck.STRICT),
                Credentials.inRealm(realm).with(user, password).with("george", "x"),
                () -> nonce);
        assertThat(nonceOf(challenge(ours))).isEqualTo(nonce);

        RandomResponse response = new RandomResponse(random, user, password, realm, host, oddity).to(nonce);
        Optional<String> byTheJdk = answer(jdk, response.message());
        Optional<String> byUs = answer(ours, response.message());

        String which = "seed " + seed + ", " + response;
        byUs.ifPresent(answer -> assertThat(answer).as(which).isEqualTo(response.answer()));
        if (byTheJdk.isPresent()) {
            letInByTheJdk++;
            assertThat(byTheJdk).as(which).contains(response.answer());
            assertThat(byUs.isPresent() || REFUSED_ON_PURPOSE.containsKey(oddity))
                    .as("let in by the JDK only: " + which)
                    .isTrue();
        }
        letInByUs += byUs.isPresent() ? 1 : 0;
        if (oddity == Oddity.NONE) {
            assertThat(byUs).as(which).isPresent();
        }
    }

    private static String alphabet(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> RandomResponse.USER_CHARACTERS + RandomResponse.LATIN_1;
            case 1 -> RandomResponse.USER_CHARACTERS + RandomResponse.LATIN_1 + RandomResponse.BEYOND;
            default -> RandomResponse.USER_CHARACTERS;
        };
    }

    private static Optional<String> answer(SaslServer server, byte[] response) {
        try {
            return Optional.of(new String(server.evaluateResponse(response), StandardCharsets.UTF_8));
        } catch (SaslException e) {
            return Optional.empty();
        }
    }

    private static byte[] challenge(SaslServer server) {
        try {
            return server.evaluateResponse(new byte[0]);
        } catch (SaslException e) {
            throw new AssertionError(e);
        }
    }

    private static String nonceOf(byte[] challenge) {
        Matcher nonce = NONCE.matcher(new String(challenge, StandardCharsets.UTF_8));
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }

    private static SaslServer jdkServer(String user, String password, String realm, String host) {
        CallbackHandler answers = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(name.getDefaultName());
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                } else if (callback instanceof RealmCallback chosen) {
                    chosen.setText(chosen.getDefaultText());
                } else if (callback instanceof AuthorizeCallback authorize) {
                    authorize.setAuthorized(authorize.getAuthenticationID().equals(user)
                            && authorize.getAuthorizationID().equals(user));
                }
            }
        };
        try {
            return Sasl.createSaslServer(
                    "DIGEST-MD5", "pop", host, Map.of("com.sun.security.sasl.digest.realm", realm), answers);
        } catch (SaslException e) {
            throw new AssertionError(e);
        }
    }
}
