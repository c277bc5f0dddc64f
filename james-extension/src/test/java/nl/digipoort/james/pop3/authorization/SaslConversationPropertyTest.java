// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import nl.digipoort.james.sasl.Credentials;
import nl.digipoort.james.sasl.DigestMd5Settings;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;

/** For any lines of a client: each gives a step, the exchange ends, and nobody gets in without a password. */
class SaslConversationPropertyTest {
    private final Credentials credentials =
            Credentials.inRealm("digipoort.example").with("chris", "secret").with("george", "other");
    private final Mechanisms mechanisms = Mechanisms.of(List.of(
            Mechanism.digestMd5(
                    DigestMd5Settings.of("digipoort.example", List.of("digipoort.example")),
                    credentials,
                    () -> "nonce"),
            Mechanism.plain(credentials),
            Mechanism.login(credentials)));

    @Property
    void letsNobodyInWithoutAPassword(
            @ForAll("mechanisms") String mechanism,
            @ForAll("initialResponses") Optional<String> initialResponse,
            @ForAll("lines") List<byte[]> lines) {
        SaslConversation conversation = new SaslConversation(mechanisms);

        SaslStep step = conversation.start(mechanism, initialResponse);
        for (byte[] line : lines) {
            if (isEnd(step)) {
                assertThatIllegalStateException().isThrownBy(() -> conversation.onLine(line));
            } else {
                step = conversation.onLine(line);
            }
        }

        Optional<String> account = step.fold(
                challenge -> Optional.empty(), success -> Optional.of(success.account()), failure -> Optional.empty());
        account.ifPresent(name -> assertThat(Stream.concat(
                                initialResponse.stream(), lines.stream().map(line -> new String(line, ISO_8859_1)))
                        .filter(text -> decoded(text).contains(name.equals("chris") ? "secret" : "other")))
                .as("%s by %s", name, mechanism)
                .isNotEmpty());
    }

    @Property
    void endsWhereverTheClientCancels(@ForAll("mechanisms") String mechanism, @ForAll("lines") List<byte[]> lines) {
        SaslConversation conversation = new SaslConversation(mechanisms);
        SaslStep step = conversation.start(mechanism, Optional.empty());
        for (int i = 0; i < lines.size() && !isEnd(step); i++) {
            step = conversation.onLine(lines.get(i));
        }
        if (!isEnd(step)) {
            step = conversation.onLine(new byte[] {'*'});
        }

        assertThat(isEnd(step)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> conversation.onLine(new byte[0]));
    }

    private static boolean isEnd(SaslStep step) {
        return step.fold(
                challenge -> {
                    assertThat(challenge.line()).matches("\\+ [A-Za-z0-9+/]*=*");
                    return false;
                },
                success -> true,
                failure -> {
                    assertThat(failure.reason()).doesNotContain("secret").doesNotContain("other");
                    return true;
                });
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Provide
    Arbitrary<String> mechanisms() {
        return Arbitraries.of("DIGEST-MD5", "PLAIN", "LOGIN", "login", "GSSAPI", "", "*");
    }

    @Provide
    Arbitrary<Optional<String>> initialResponses() {
        return Arbitraries.oneOf(
                Arbitraries.just(Optional.empty()),
                Arbitraries.of("=", "*", "", "\u00E9", "====").map(Optional::of),
                texts().map(SaslConversationPropertyTest::base64).map(Optional::of));
    }

    @Provide
    Arbitrary<List<byte[]>> lines() {
        return Arbitraries.oneOf(
                        Arbitraries.of("", "*", "=", "AAA", "A".repeat(5464)).map(text -> text.getBytes(ISO_8859_1)),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                        texts().map(text -> base64(text).getBytes(ISO_8859_1)))
                .list()
                .ofMaxSize(4);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                                "\0",
                                "chris",
                                "secret",
                                "george",
                                "other",
                                "wrong",
                                "rspauth=",
                                "nc=00000001,",
                                "\u00E9")
                        .list()
                        .ofMaxSize(6)
                        .map(parts -> String.join("", parts)),
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(40));
    }

    private static String base64(String octets) {
        return Base64.getEncoder().encodeToString(octets.getBytes(ISO_8859_1));
    }
}
