// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SHA-256 of a token for WebAdmin, and the name of its owner. Immutable. */
final class AccessToken {
    /** The alphabet of the token is that of RFC 6750, section 2.1. */
    private static final Pattern LINE =
            Pattern.compile("([A-Za-z0-9._@-]{1,64})[ \t]+([A-Za-z0-9._~+/-]{32,255}=*)[ \t]*");

    private final String name;
    private final byte[] digest;

    private AccessToken(String name, byte[] digest) {
        this.name = name;
        this.digest = digest;
    }

    /** @throws IllegalArgumentException if the line is malformed; the message does not quote it */
    static AccessToken parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be NAME TOKEN: a name of at most 64 letters, digits or ._@-,"
                    + " and a token of at least 32 letters, digits or ._~+/-");
        }
        return new AccessToken(matcher.group(1), digest(matcher.group(2)));
    }

    static byte[] digest(String token) {
        return Hashing.sha256().hashString(token, UTF_8).asBytes();
    }

    String name() {
        return name;
    }

    /** Compares in constant time. */
    boolean hasDigest(byte[] shown) {
        return MessageDigest.isEqual(digest, shown);
    }

    @Override
    public String toString() {
        return "AccessToken[" + name + "]";
    }
}
