// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), and with the octets of a channel binding SCRAM-SHA-256-PLUS, which Java does not have. Of SASLprep it
 * does what passwords need that can be typed: Unicode's form NFKC.
 */
final class ScramClient implements SaslClient {
    static final String PLAIN_NAME = "SCRAM-SHA-256";
    static final String PLUS_NAME = "SCRAM-SHA-256-PLUS";

    private static final int BITS = 256;
    private static final int NONCE_OCTETS = 24;
    /** A server that asks for more would keep this client busy for minutes. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private final Credentials credentials;
    private final Optional<byte[]> endPoint;
    private final String nonce;
    private Step step = Step.FIRST;
    private String firstBare;
    private byte[] serverSignature;

    /** @param endPoint the binding tls-server-end-point of RFC 5929, for the mechanism with a binding */
    ScramClient(Credentials credentials, Optional<byte[]> endPoint) {
        this(credentials, endPoint, newNonce());
    }

    ScramClient(Credentials credentials, Optional<byte[]> endPoint, String nonce) {
        this.credentials = credentials;
        this.endPoint = endPoint.map(byte[]::clone);
        this.nonce = nonce;
    }

    private static String newNonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        new SecureRandom().nextBytes(octets);
        return base64(octets);
    }

    @Override
    public String getMechanismName() {
        return endPoint.isPresent() ? PLUS_NAME : PLAIN_NAME;
    }

    @Override
    public boolean hasInitialResponse() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return step == Step.DONE;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
        String text = new String(challenge, UTF_8);
        try {
            switch (step) {
                case FIRST:
                    step = Step.PROOF;
                    return first().getBytes(UTF_8);
                case PROOF:
                    step = Step.VERIFICATION;
                    return proof(text).getBytes(UTF_8);
                case VERIFICATION:
                    verify(text);
                    step = Step.DONE;
                    return new byte[0];
                default:
                    throw new SaslException("the server asks for more than SCRAM has");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SaslException("the server's SCRAM cannot be answered: " + e.getMessage(), e);
        }
    }

    private String first() {
        firstBare = "n=" + credentials.user().replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
        return header() + firstBare;
    }

    private String header() {
        return endPoint.isPresent() ? "p=tls-server-end-point,," : "n,,";
    }

    private String proof(String serverFirst) throws GeneralSecurityException, SaslException {
        String[] parts = serverFirst.split(",", -1);
        String both = attribute(parts, 0, "r=");
        byte[] salt = Base64.getDecoder().decode(attribute(parts, 1, "s="));
        int iterations = Integer.parseInt(attribute(parts, 2, "i="));
        if (!both.startsWith(nonce) || both.length() == nonce.length()) {
            throw new SaslException("the server's nonce does not begin with the client's");
        }
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new SaslException("the server asks for " + iterations + " iterations");
        }
        String withoutProof = "c=" + base64(bindingInput()) + ",r=" + both;
        byte[] message = (firstBare + "," + serverFirst + "," + withoutProof).getBytes(UTF_8);
        byte[] salted = salted(salt, iterations);
        byte[] clientKey = hmac(salted, "Client Key".getBytes(UTF_8));
        byte[] proof = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        serverSignature = hmac(hmac(salted, "Server Key".getBytes(UTF_8)), message);
        return withoutProof + ",p=" + base64(proof);
    }

    private byte[] bindingInput() {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(header().getBytes(UTF_8));
        endPoint.ifPresent(input::writeBytes);
        return input.toByteArray();
    }

    private static String attribute(String[] parts, int place, String name) throws SaslException {
        if (parts.length <= place || !parts[place].startsWith(name)) {
            throw new SaslException("the server's first message of SCRAM has no " + name);
        }
        return parts[place].substring(name.length());
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        String prepared = Normalizer.normalize(credentials.password(), Normalizer.Form.NFKC);
        PBEKeySpec key = new PBEKeySpec(prepared.toCharArray(), salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } finally {
            key.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private void verify(String serverFinal) throws SaslException {
        if (!serverFinal.startsWith("v=")) {
            throw new SaslException("the server ends SCRAM by an error");
        }
        byte[] shown = Base64.getDecoder().decode(serverFinal.substring(2).split(",", 2)[0]);
        if (!MessageDigest.isEqual(shown, serverSignature)) {
            throw new SaslException("the server has not proven that it knows the password");
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException("no layer was negotiated");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException("no layer was negotiated");
    }

    @Override
    public Object getNegotiatedProperty(String name) {
        return null;
    }

    @Override
    public void dispose() {
        serverSignature = null;
    }

    private enum Step {
        FIRST,
        PROOF,
        VERIFICATION,
        DONE
    }
}
