// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.apache.james.jwt.JwtConfiguration;
import org.apache.james.jwt.JwtTokenVerifier;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.JwtFilter;

/** James's token check with a key of its own, and tokens for it. */
final class TestTokens {
    private final KeyPair keys;

    private TestTokens(KeyPair keys) {
        this.keys = keys;
    }

    static TestTokens create() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return new TestTokens(generator.generateKeyPair());
    }

    AuthenticationFilter filter() {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return new JwtFilter(() -> JwtTokenVerifier.create(new JwtConfiguration(List.of(pem))));
    }

    /** The header with a token. */
    String[] bearer(boolean admin) throws GeneralSecurityException {
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64(("{\"sub\":\"operator\",\"admin\":" + admin + "}").getBytes(UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return new String[] {"Authorization", "Bearer " + signed + "." + base64(signature.sign())};
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
