// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** An attribute of a SCRAM message: a letter, "=" and a value (RFC 5802 section 7). The value is {@link Octets}. Immutable. */
final class ScramAttribute {
    /** More than any message needs: a name has 255 octets at most. */
    static final int MAX_MESSAGE_OCTETS = 2048;

    private static final Pattern FORM = Pattern.compile("[A-Za-z]=[^\\x00,]+", Pattern.DOTALL);
    private static final Pattern NONCE = Pattern.compile("[\\x21-\\x2B\\x2D-\\x7E]+");
    private static final Pattern ESCAPED = Pattern.compile("=(?!2C|3D)");

    private final char letter;
    private final String value;

    private ScramAttribute(char letter, String value) {
        this.letter = letter;
        this.value = value;
    }

    /** The fields between the commas of a message. */
    static List<String> split(byte[] message) throws AuthenticationFailedException {
        if (message.length > MAX_MESSAGE_OCTETS) {
            throw AuthenticationFailedException.malformed("the message is too long");
        }
        return new ArrayList<>(List.of(Octets.fromBytes(message).split(",", -1)));
    }

    static ScramAttribute parse(String field) throws AuthenticationFailedException {
        if (!FORM.matcher(field).matches()) {
            throw AuthenticationFailedException.malformed("not an attribute");
        }
        return new ScramAttribute(field.charAt(0), field.substring(2));
    }

    /** Parses the field with this letter. */
    static ScramAttribute parse(char letter, String field) throws AuthenticationFailedException {
        ScramAttribute attribute = parse(field);
        if (attribute.letter != letter) {
            throw AuthenticationFailedException.malformed("an attribute is missing or in the wrong place");
        }
        return attribute;
    }

    /** A user name: "=2C" and "=3D" stand for "," and "=". */
    String name() throws AuthenticationFailedException {
        if (ESCAPED.matcher(value).find()) {
            throw AuthenticationFailedException.malformed("a name has an unknown escape");
        }
        return CredentialField.decodeNonEmptyName(
                Octets.toBytes(value.replace("=2C", ",").replace("=3D", "=")));
    }

    String nonce() throws AuthenticationFailedException {
        if (!NONCE.matcher(value).matches()) {
            throw AuthenticationFailedException.malformed("a nonce has other characters than printable ones");
        }
        return value;
    }

    byte[] base64() throws AuthenticationFailedException {
        try {
            byte[] octets = Base64.getDecoder().decode(value);
            if (Base64.getEncoder().encodeToString(octets).equals(value)) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw AuthenticationFailedException.malformed("a value is not base64");
    }
}
