// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A correct answer to a DIGEST-MD5 challenge, computed here from RFC 2831 section 2.1.2.1; tests change it. The proof is computed from the
 * changed directives, so only the change itself can be the reason for a refusal. In texts, one character is one octet.
 */
final class DigestAnswer {
    private static final Set<String> BARE = Set.of("nc", "qop", "charset", "maxbuf", "response");

    private final Map<String, String> directives = new LinkedHashMap<>();
    private String password;

    private DigestAnswer(String password) {
        this.password = password;
    }

    /** @param line the server's challenge as received */
    static DigestAnswer to(String line, String user, String password) {
        String challenge = new String(Base64.getDecoder().decode(line.substring("+ ".length())), ISO_8859_1);
        DigestAnswer answer = new DigestAnswer(password);
        answer.put("charset", "utf-8");
        answer.put("username", user);
        answer.put("realm", value(challenge, "realm"));
        answer.put("nonce", value(challenge, "nonce"));
        answer.put("cnonce", "OA6MHXh6VqTrRk");
        answer.put("nc", "00000001");
        answer.put("qop", "auth");
        answer.put("digest-uri", "pop/localhost");
        return answer;
    }

    private static String value(String challenge, String name) {
        Matcher matcher = Pattern.compile("(?:^|,)" + name + "=\"([^\"]*)\"").matcher(challenge);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + challenge);
        }
        return matcher.group(1);
    }

    void put(String name, String value) {
        directives.put(name, value);
    }

    void remove(String name) {
        directives.remove(name);
    }

    void usePassword(String other) {
        password = other;
    }

    String get(String name) {
        return name.equals("response") ? proof() : directives.get(name);
    }

    /** The complete response, with the proof at its end. */
    String message() {
        return directives.entrySet().stream()
                        .map(directive -> element(directive.getKey(), directive.getValue()))
                        .collect(Collectors.joining(","))
                + "," + element("response", proof());
    }

    /** One directive in the form of the message. */
    static String element(String name, String value) {
        return name + "=" + (BARE.contains(name) ? value : '"' + value + '"');
    }

    static String base64(String message) {
        return Base64.getEncoder().encodeToString(message.getBytes(ISO_8859_1));
    }

    private String proof() {
        String secret = new String(md5(value("username") + ":" + value("realm") + ":" + password), ISO_8859_1);
        String identity = directives.containsKey("authzid") ? ":" + value("authzid") : "";
        String a1 = secret + ":" + value("nonce") + ":" + value("cnonce") + identity;
        return hex(hex(a1)
                + ":" + value("nonce")
                + ":" + value("nc")
                + ":" + value("cnonce")
                + ":" + directives.getOrDefault("qop", "auth")
                + ":" + hex("AUTHENTICATE:" + value("digest-uri")));
    }

    private String value(String name) {
        return directives.getOrDefault(name, "");
    }

    private static String hex(String octets) {
        return HexFormat.of().formatHex(md5(octets));
    }

    private static byte[] md5(String octets) {
        try {
            return MessageDigest.getInstance("MD5").digest(octets.getBytes(ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
