// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A digest-response of random shape for a given challenge, with the answer that the server must give. It is computed here from RFC 2831
 * section 2.1.2.1, without our code. Texts are octets, one character per octet.
 */
final class RandomResponse {
    /** What is wrong with a response, or unusual. */
    enum Oddity {
        NONE,
        WRONG_PASSWORD,
        DUPLICATE_DIRECTIVE,
        SECOND_USE,
        SHORT_COUNT,
        MISSING_REALM,
        OTHER_REALM,
        EMPTY_CLIENT_NONCE,
        OTHER_HOST,
        OTHER_SERVICE,
        UPPER_CASE_PROOF,
        UPPER_CASE_QOP,
        OTHER_QOP,
        SMALL_BUFFER,
        HUGE_BUFFER,
        OTHER_CHARSET,
        UPPER_CASE_CHARSET,
        OTHER_IDENTITY,
        EMPTY_IDENTITY,
        BARE_WORD_OF_SEPARATORS,
        RUBBISH_BEHIND,
        CONTROL_CHARACTER
    }

    static final String USER_CHARACTERS = "aZ09._-+@ \"\\,=:/";
    static final String LATIN_1 = "\u00E9\u00DF\u00A0\u00FF";
    static final String BEYOND = "\u0438\u4F60\uD83C\uDCA1\u20AC";

    private final Random random;
    private final String user;
    private final String password;
    private final String realm;
    private final String host;
    private final Oddity oddity;
    private final boolean utf8;
    private final Charset nameSpelling;
    private final Charset passwordSpelling;
    private final Map<String, String> directives = new LinkedHashMap<>();
    private String message;
    private String answer;

    RandomResponse(Random random, String user, String password, String realm, String host, Oddity oddity) {
        this.random = random;
        this.user = user;
        this.password = password;
        this.realm = realm;
        this.host = host;
        this.oddity = oddity;
        boolean latin = ISO_8859_1.newEncoder().canEncode(user + password);
        this.utf8 = !latin || random.nextInt(4) > 0;
        this.nameSpelling = spelling(user);
        this.passwordSpelling = spelling(password);
    }

    private Charset spelling(String text) {
        if (!ISO_8859_1.newEncoder().canEncode(text)) {
            return UTF_8;
        }
        return utf8 && random.nextInt(3) == 0 ? UTF_8 : ISO_8859_1;
    }

    /** Writes the response; the rest of this object is about it. */
    RandomResponse to(String nonce) {
        String count = oddity == Oddity.SECOND_USE ? "00000002" : oddity == Oddity.SHORT_COUNT ? "1" : "00000001";
        String clientNonce = oddity == Oddity.EMPTY_CLIENT_NONCE ? "" : text("abc+/=\"\\ ", 1 + random.nextInt(20));
        Optional<String> qop = qop();
        String uri = (oddity == Oddity.OTHER_SERVICE ? "imap/" : "pop/")
                + (oddity == Oddity.OTHER_HOST ? "evil.example" : host);
        Optional<String> identity = identity();
        Optional<String> namedRealm =
                switch (oddity) {
                    case MISSING_REALM -> Optional.empty();
                    case OTHER_REALM -> Optional.of(realm + "x");
                    default -> Optional.of(realm);
                };
        put("username", octets(user, utf8 ? UTF_8 : ISO_8859_1) + (oddity == Oddity.CONTROL_CHARACTER ? "\u0001" : ""));
        namedRealm.ifPresent(value -> put("realm", value));
        put("nonce", nonce);
        put("nc", count);
        put("cnonce", clientNonce);
        put("digest-uri", uri);
        qop.ifPresent(value -> put("qop", value));
        charset().ifPresent(value -> put("charset", value));
        identity.ifPresent(value -> put("authzid", octets(value, UTF_8)));
        extras();

        String usedPassword = oddity == Oddity.WRONG_PASSWORD ? password + "x" : password;
        byte[] secret = md5(octets(user, nameSpelling)
                + (oddity == Oddity.CONTROL_CHARACTER ? "\u0001" : "")
                + ":" + namedRealm.orElse("") + ":" + octets(usedPassword, passwordSpelling));
        String a1 = octets(secret)
                + ":" + nonce + ":" + clientNonce
                + identity.map(value -> ":" + octets(value, UTF_8)).orElse("");
        String middle = ":" + nonce + ":" + count + ":" + clientNonce + ":" + qop.orElse("auth") + ":";
        String proof = hex(hex(a1) + middle + hex("AUTHENTICATE:" + uri));
        put("response", oddity == Oddity.UPPER_CASE_PROOF ? proof.toUpperCase(Locale.ROOT) : proof);
        answer = hex(hex(a1) + middle + hex(":" + uri));
        message = render();
        return this;
    }

    private void put(String name, String value) {
        directives.put(name, value);
    }

    private Optional<String> qop() {
        return switch (oddity) {
            case UPPER_CASE_QOP -> Optional.of("AUTH");
            case OTHER_QOP -> Optional.of("auth-int");
            default -> random.nextInt(4) == 0 ? Optional.empty() : Optional.of("auth");
        };
    }

    private Optional<String> identity() {
        return switch (oddity) {
            case OTHER_IDENTITY -> Optional.of("george");
            case EMPTY_IDENTITY -> Optional.of("");
            default -> random.nextInt(3) == 0 ? Optional.of(user) : Optional.empty();
        };
    }

    private Optional<String> charset() {
        return switch (oddity) {
            case OTHER_CHARSET -> Optional.of("iso-8859-1");
            case UPPER_CASE_CHARSET -> utf8 ? Optional.of("UTF-8") : Optional.empty();
            default -> utf8 ? Optional.of("utf-8") : Optional.empty();
        };
    }

    private void extras() {
        if (oddity == Oddity.SMALL_BUFFER || oddity == Oddity.HUGE_BUFFER || random.nextInt(4) == 0) {
            put("maxbuf", oddity == Oddity.SMALL_BUFFER ? "16" : oddity == Oddity.HUGE_BUFFER ? "16777216" : "65536");
        }
        if (random.nextInt(4) == 0) {
            put("algorithm", "md5-sess");
        }
        if (random.nextInt(4) == 0) {
            put("x-unknown", text("a,=\" ", random.nextInt(5)));
        }
    }

    private String render() {
        List<String> elements = new ArrayList<>();
        directives.forEach((name, value) -> elements.add(element(name, value)));
        if (oddity == Oddity.DUPLICATE_DIRECTIVE) {
            List<String> names = List.of("username", "realm", "nonce", "nc", "cnonce", "digest-uri", "response");
            String repeated = names.get(random.nextInt(names.size()));
            elements.add(element(repeated, directives.get(repeated)));
        }
        Collections.shuffle(elements, random);
        if (oddity == Oddity.RUBBISH_BEHIND) {
            elements.add("rubbish");
        }
        String separator = List.of(",", ",", ",", ", ", " ,\t", ",,", ",\r\n ").get(random.nextInt(7));
        return String.join(separator, elements);
    }

    private String element(String name, String value) {
        String equals = random.nextInt(8) == 0 ? " = " : "=";
        String written = random.nextInt(8) == 0 ? name.toUpperCase(Locale.ROOT) : name;
        boolean token = value.matches("[A-Za-z0-9._-]+");
        boolean bareUri = oddity == Oddity.BARE_WORD_OF_SEPARATORS && name.equals("digest-uri");
        return written + equals + (bareUri || (token && random.nextBoolean()) ? value : quoted(value));
    }

    private String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean mustEscape = character == '"' || character == '\\';
            if (mustEscape || (character < 0x7F && character > ' ' && random.nextInt(30) == 0)) {
                quoted.append('\\');
            }
            quoted.append(character);
        }
        return quoted.append('"').toString();
    }

    private String text(String alphabet, int length) {
        return text(random, alphabet, length);
    }

    /** A text of whole code points out of an alphabet. */
    static String text(Random random, String alphabet, int length) {
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    byte[] message() {
        return message.getBytes(ISO_8859_1);
    }

    /** What the server must answer to a client with the right proof. */
    String answer() {
        return "rspauth=" + answer;
    }

    @Override
    public String toString() {
        return oddity + " of " + user + "/" + password + " in " + realm + ": " + message;
    }

    private static String octets(String text, Charset charset) {
        return octets(text.getBytes(charset));
    }

    private static String octets(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
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
