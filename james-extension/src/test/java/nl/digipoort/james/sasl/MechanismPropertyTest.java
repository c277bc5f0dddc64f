// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any input: no other exception than the declared one, no account without the right password, and the fields as they were sent. */
class MechanismPropertyTest {
    private static final String REALM = "digipoort.example";

    private static final ScramRecords SCRAM = ScramRecords.sha256().with("chris", "secret");

    private final Credentials credentials =
            Credentials.inRealm(REALM).with("chris", "secret").with("george", "other");

    @Property
    void plainLetsNobodyInWithoutThePassword(@ForAll("messages") byte[] message) {
        SaslServer server = new PlainServer(credentials);

        boolean letIn = letsIn(server, message);

        assertThat(letIn).isEqualTo(isRight(Octets.fromBytes(message)));
    }

    private static boolean isRight(String message) {
        return message.matches("(|chris|CHRIS|Chris)\0chris\0secret") || message.matches("(|george)\0george\0other");
    }

    @Property
    void plainReadsTheFieldsThatWereWritten(@ForAll("names") String name, @ForAll("names") String password) {
        SaslServer server =
                new PlainServer(Credentials.inRealm(REALM).with(name, password).with(name + "x", password));

        assertThat(letsIn(server, utf8(name + "\0" + name + "\0" + password))).isTrue();
        assertThat(server.getAuthorizationID()).isEqualTo(name);
    }

    @Property
    void plainLetsNobodyActAsAnother(@ForAll("names") String name, @ForAll("names") String other) {
        Credentials two = Credentials.inRealm(REALM).with("1" + other, "y").with("0" + name, "x");

        assertThat(letsIn(new PlainServer(two), utf8("1" + other + "\0" + "0" + name + "\0x")))
                .isFalse();
    }

    @Property
    void loginLetsNobodyInWithoutThePassword(@ForAll("fields") List<byte[]> fields) {
        SaslServer server = new LoginServer(credentials);

        boolean letIn = false;
        for (byte[] field : fields) {
            letIn = letIn || letsIn(server, field);
        }

        assertThat(letIn)
                .isEqualTo(areRight(fields.stream().map(Octets::fromBytes).toList()));
    }

    /** An empty first response only asks for the prompt. */
    private static boolean areRight(List<String> fields) {
        String whole = String.join("\n", fields);
        return whole.matches("(?s)\n?chris\nsecret(\n.*)?") || whole.matches("(?s)\n?george\nother(\n.*)?");
    }

    @Property
    void digestLetsNobodyInWithAnotherProof(@ForAll("proofs") String proof, @ForAll("suffixes") String suffix) {
        DigestMd5Server server = new DigestMd5Server(
                DigestMd5Settings.of(REALM, List.of("pop3.digipoort.example")), credentials, () -> "nonce");
        assertThat(letsIn(server, new byte[0])).isFalse();
        String response = "charset=utf-8,username=\"chris\",realm=\"digipoort.example\",nonce=\"nonce\",nc=00000001,"
                + "cnonce=\"cnonce\",digest-uri=\"pop/pop3.digipoort.example\",response=" + proof + suffix;

        assertThat(answer(server, Octets.toBytes(response))).isEmpty();
        assertThat(letsIn(server, new byte[0])).isFalse();
    }

    @Property
    void scramLetsNobodyInWithAnotherMessage(
            @ForAll("scramMessages") String first, @ForAll("scramMessages") String last) {
        ScramServer server =
                new ScramServer(Mechanism.SCRAM_SHA_256, ScramHash.SHA_256, SCRAM, () -> "nonce", ChannelBindings.NONE);

        assertThat(letsIn(server, Octets.toBytes(first))).isFalse();
        assertThat(letsIn(server, Octets.toBytes(last))).isFalse();
    }

    private static boolean letsIn(SaslServer server, byte[] message) {
        Optional<byte[]> answer = answer(server, message);
        return server.isComplete() && (answer.isPresent() || message.length > 0);
    }

    /** Anything but the one exception fails the property. */
    private static Optional<byte[]> answer(SaslServer server, byte[] message) {
        try {
            return Optional.ofNullable(server.evaluateResponse(message.clone()));
        } catch (AuthenticationFailedException e) {
            assertThat(server.isComplete() ? Optional.of(e.kind()) : Optional.empty())
                    .isIn(Optional.empty(), Optional.of(AuthenticationFailedException.Kind.MALFORMED));
            return Optional.empty();
        } catch (SaslException e) {
            throw new AssertionError(e);
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<String> parts = Arbitraries.of(
                "\0",
                "\0",
                "chris",
                "Chris",
                "secret",
                "george",
                "other",
                "x",
                "\u00C3\u00A9",
                "\u00E9",
                "\r\n",
                "a".repeat(256));
        return Arbitraries.oneOf(
                parts.list().ofMaxSize(7).map(list -> Octets.toBytes(String.join("", list))),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300));
    }

    @Provide
    Arbitrary<List<byte[]>> fields() {
        return Arbitraries.oneOf(
                        Arbitraries.of("chris", "secret", "george", "other", "", "\0", "\u00E9")
                                .map(Octets::toBytes),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(300))
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withCharRange('\u00A1', '\u00FF')
                .withChars("\u0438\u4F60\u20AC")
                .ofMinLength(1)
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> proofs() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(32),
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(40));
    }

    @Provide
    Arbitrary<String> scramMessages() {
        Arbitrary<String> fields = Arbitraries.of(
                "n",
                "y",
                "p=tls-exporter",
                "",
                "a=chris",
                "n=chris",
                "n=",
                "r=c",
                "r=cnonce",
                "x=y",
                "c=biws",
                "p=" + "A".repeat(43) + "=",
                "n==2C",
                "\u00C3\u00A9",
                "\u00E9",
                "m=x");
        return Arbitraries.oneOf(
                Arbitraries.just("n,,n=chris,r=c"),
                fields.list().ofMaxSize(6).map(list -> String.join(",", list)),
                Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(300));
    }

    @Provide
    Arbitrary<String> suffixes() {
        return Arbitraries.of("", ",qop=auth", ",authzid=\"chris\"", ",response=" + "0".repeat(32), ",", "\"");
    }
}
