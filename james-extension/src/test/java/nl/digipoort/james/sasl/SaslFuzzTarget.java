// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static nl.digipoort.james.sasl.Credentials.utf8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;

/**
 * The entry point for a coverage-guided fuzzer, see CONTRIBUTING.md: the first octet chooses what receives the rest. An undeclared
 * exception or a successful login is a finding; add it to {@link SaslFuzzTargetTest} then.
 */
public final class SaslFuzzTarget {
    private static final Credentials NOBODY = Credentials.inRealm("realm");
    private static final String FORM = "username=\"a\",realm=\"realm\",nonce=\"nonce\",nc=00000001,cnonce=\"c\","
            + "digest-uri=\"pop/host\",response=00000000000000000000000000000000,";

    private static final ChannelBindings BINDINGS =
            ChannelBindings.of(Map.of(ChannelBindings.TLS_EXPORTER, utf8("here")));
    private static final String BOUND = "p=tls-exporter,,";
    private static final byte[] SOMEBODY = utf8(BOUND + "n=somebody,r=c");
    /** All but the proof. */
    private static final String HERE = "c=" + Base64.getEncoder().encodeToString(utf8(BOUND + "here")) + ",r=cs,";

    private SaslFuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] & 15) {
            case 0 -> parse(rest);
            case 1 -> letNobodyIn(new PlainServer(NOBODY), rest);
            case 2 -> letNobodyIn(new LoginServer(NOBODY), Octets.toBytes("name"), rest);
            case 4 -> letNobodyIn(scram(), rest);
            case 5 -> letNobodyIn(scram(), utf8("n,,n=a,r=c"), rest);
            case 6 -> letNobodyIn(bound(), rest);
            case 7 -> letNobodyIn(bound(), SOMEBODY, rest);
            case 8 -> letNobodyIn(bound(), SOMEBODY, Octets.toBytes(HERE + Octets.fromBytes(rest)));
            default ->
                letNobodyIn(
                        new DigestMd5Server(DigestMd5Settings.of("realm", List.of("host")), NOBODY, () -> "nonce"),
                        new byte[0],
                        Octets.toBytes(FORM + Octets.fromBytes(rest)));
        }
    }

    private static SaslServer scram() {
        return new ScramServer(
                Mechanism.SCRAM_SHA_256, ScramHash.SHA_256, ScramRecords.sha256(), () -> "s", ChannelBindings.NONE);
    }

    private static SaslServer bound() {
        return new ScramServer(Mechanism.SCRAM_SHA_256_PLUS, ScramHash.SHA_256, new Somebody(), () -> "s", BINDINGS);
    }

    private static void parse(byte[] message) {
        try {
            if (DigestResponse.parse(message).username().isEmpty()) {
                throw new IllegalStateException("a response without a user name");
            }
        } catch (DigestSyntaxException e) {
            // as declared
        }
    }

    private static void letNobodyIn(SaslServer server, byte[]... messages) {
        try {
            for (byte[] message : messages) {
                server.evaluateResponse(message);
            }
        } catch (AuthenticationFailedException e) {
            // as declared
        } catch (SaslException e) {
            throw new IllegalStateException(e);
        }
        if (server.isComplete()) {
            throw new IllegalStateException("somebody got in");
        }
    }

    /** Every name is that of one user, of whose key nobody knows more than the hash. */
    private static final class Somebody implements ScramSecrets {
        @Override
        public ScramSecret find(String username) {
            return ScramSecret.of(
                    "somebody",
                    ScramRecords.SALT,
                    ScramSecret.MIN_ITERATIONS,
                    ScramHash.SHA_256.hash(utf8("a stored key")),
                    ScramHash.SHA_256.hash(utf8("a server key")));
        }

        @Override
        public boolean denotes(String name, String account) {
            return true;
        }
    }
}
