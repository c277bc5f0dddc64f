// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The digest-response of RFC 2831 section 2.1.2, checked for form only. Directives without a meaning for quality of protection "auth" in
 * that section are ignored. Immutable.
 */
final class DigestResponse {
    /** "The size of a digest-response MUST be less than 4096 bytes." */
    static final int MAX_OCTETS = 4095;

    private static final Pattern NONCE_COUNT = Pattern.compile("[0-9a-fA-F]{8}");
    private static final Pattern PROOF = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern BUFFER_SIZE = Pattern.compile("0*[1-9][0-9]{1,7}");
    private static final int BUFFER_SIZE_ABOVE = 16;
    private static final int BUFFER_SIZE_MAX = 0xFFFFFF;

    private final String username;
    private final String realm;
    private final DigestUri uri;
    private final Optional<String> authorizationId;
    private final DigestCalculation calculation;
    private final String proof;

    private DigestResponse(DirectiveList directives) throws DigestSyntaxException {
        Charset charset = charset(directives.optional("charset"));
        checkBufferSize(directives.optional("maxbuf"));
        directives.optional("cipher"); // at most once, and of no use to us
        this.username = name(directives.required("username"), charset);
        this.realm = directives.required("realm");
        this.uri = DigestUri.parse(directives.required("digest-uri"), charset);
        Optional<String> authzid = directives.optional("authzid");
        this.authorizationId =
                authzid.isPresent() ? Optional.of(name(authzid.get(), StandardCharsets.UTF_8)) : Optional.empty();
        this.calculation = new DigestCalculation(
                directives.required("nonce"),
                matching(NONCE_COUNT, directives.required("nc")),
                nonEmpty(directives.required("cnonce")),
                directives.optional("qop").orElse("auth"),
                uri.octets(),
                authzid);
        this.proof = matching(PROOF, directives.required("response"));
    }

    static DigestResponse parse(byte[] message) throws DigestSyntaxException {
        if (message.length > MAX_OCTETS) {
            throw new DigestSyntaxException("the response is too long");
        }
        return new DigestResponse(DirectiveList.parse(message));
    }

    private static Charset charset(Optional<String> named) throws DigestSyntaxException {
        if (named.isEmpty()) {
            return StandardCharsets.ISO_8859_1;
        }
        if (!named.get().equalsIgnoreCase("utf-8")) {
            throw new DigestSyntaxException("charset is not utf-8");
        }
        return StandardCharsets.UTF_8;
    }

    /** Names are logged, so control characters are refused, also those beyond US-ASCII. */
    private static String name(String octets, Charset charset) throws DigestSyntaxException {
        String name = Octets.toText(nonEmpty(octets), charset);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new DigestSyntaxException("a name holds a control character");
        }
        return name;
    }

    private static void checkBufferSize(Optional<String> maxbuf) throws DigestSyntaxException {
        if (maxbuf.isEmpty()) {
            return;
        }
        long size = Long.parseLong(matching(BUFFER_SIZE, maxbuf.get()));
        if (size <= BUFFER_SIZE_ABOVE || size > BUFFER_SIZE_MAX) {
            throw new DigestSyntaxException("maxbuf is out of range");
        }
    }

    private static String nonEmpty(String value) throws DigestSyntaxException {
        if (value.isEmpty()) {
            throw new DigestSyntaxException("a value is empty");
        }
        return value;
    }

    private static String matching(Pattern pattern, String value) throws DigestSyntaxException {
        if (!pattern.matcher(value).matches()) {
            throw new DigestSyntaxException("a value has the wrong form");
        }
        return value;
    }

    /** The user name as text. */
    String username() {
        return username;
    }

    /** The octets of the realm. */
    String realm() {
        return realm;
    }

    DigestUri uri() {
        return uri;
    }

    /** The identity to act as, as text. */
    Optional<String> authorizationId() {
        return authorizationId;
    }

    /** What the proof is computed over. */
    DigestCalculation calculation() {
        return calculation;
    }

    /** The value of the response directive: 32 lower-case hexadecimal digits. */
    String proof() {
        return proof;
    }
}
