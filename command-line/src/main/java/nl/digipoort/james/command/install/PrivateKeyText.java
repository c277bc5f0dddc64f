// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in PEM, as PKCS #8 without a password; of other forms nothing is known. Immutable. */
final class PrivateKeyText {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");
    private static final byte[] SIGNED = "signed".getBytes(US_ASCII);

    private final String text;

    PrivateKeyText(byte[] pem) {
        this.text = new String(pem, US_ASCII);
    }

    /** Whether what this key signs is surely not verified by that one. */
    boolean contradicts(PublicKey other) {
        String algorithm = SIGNATURES.get(other.getAlgorithm());
        Matcher pem = PKCS8.matcher(text);
        if (algorithm == null || !pem.find()) {
            return false;
        }
        try {
            byte[] octets = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(other.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(octets));
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(other);
            signature.update(SIGNED);
            return !signature.verify(signed);
        } catch (InvalidKeySpecException e) {
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
