// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Users in memory, with the salt of the RFCs' examples. Remembers the secrets that it gave. */
final class ScramRecords implements ScramSecrets {
    static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    private final ScramHash hash;
    private final Map<String, byte[]> salted = new HashMap<>();
    private final List<ScramSecret> given = new ArrayList<>();

    private ScramRecords(ScramHash hash) {
        this.hash = hash;
    }

    static ScramRecords of(ScramHash hash) {
        return new ScramRecords(hash);
    }

    static ScramRecords sha256() {
        return of(ScramHash.SHA_256);
    }

    ScramRecords with(String username, String password) {
        salted.put(username, saltedPassword(password));
        return this;
    }

    byte[] saltedPassword(String password) {
        String algorithm = "PBKDF2WithHmac" + hash.name().replace("_", "");
        try {
            return SecretKeyFactory.getInstance(algorithm)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, 4096, hash.octets() * 8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    List<ScramSecret> given() {
        return given;
    }

    @Override
    public ScramSecret find(String username) {
        byte[] found = salted.get(username);
        given.add(
                found == null
                        ? ScramSecret.decoy(SALT, 4096)
                        : ScramSecret.of(
                                username,
                                SALT,
                                4096,
                                hash.hash(hash.hmac(found, "Client Key".getBytes(StandardCharsets.US_ASCII))),
                                hash.hmac(found, "Server Key".getBytes(StandardCharsets.US_ASCII))));
        return given.get(given.size() - 1);
    }

    @Override
    public boolean denotes(String name, String account) {
        return name.toLowerCase(Locale.ROOT).equals(account);
    }
}
