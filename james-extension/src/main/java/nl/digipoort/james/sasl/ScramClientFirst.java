// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The client-first-message of RFC 5802 section 7: {@code gs2-cbind-flag "," [authzid] "," username "," nonce ["," extensions]}. An
 * extension that is mandatory for us ("m=") is refused. Immutable.
 */
final class ScramClientFirst {
    /** What the client says about channel binding. */
    enum Binding {
        /** "n": it has none. */
        NOT_SUPPORTED,
        /** "y": it has one, and believes that the server has none. */
        NOT_OFFERED,
        /** "p=": it uses one. */
        USED
    }

    private static final int HEADER_FIELDS = 2;
    private static final Pattern BINDING_TYPE = Pattern.compile("p=[A-Za-z0-9.-]+");

    private final String header;
    private final String bare;
    private final Binding binding;
    private final String bindingType;
    private final Optional<String> authorizationId;
    private final String username;
    private final String nonce;

    private ScramClientFirst(List<String> fields) throws AuthenticationFailedException {
        List<String> bareFields = fields.subList(HEADER_FIELDS, fields.size());
        this.header = fields.get(0) + "," + fields.get(1) + ",";
        this.bare = String.join(",", bareFields);
        this.binding = binding(fields.get(0));
        this.bindingType = binding == Binding.USED ? fields.get(0).substring(2) : "";
        this.authorizationId = fields.get(1).isEmpty()
                ? Optional.empty()
                : Optional.of(ScramAttribute.parse('a', fields.get(1)).name());
        this.username = ScramAttribute.parse('n', bareFields.get(0)).name();
        this.nonce = ScramAttribute.parse('r', bareFields.get(1)).nonce();
        for (String extension : bareFields.subList(2, bareFields.size())) {
            ScramAttribute.parse(extension);
        }
    }

    static ScramClientFirst parse(byte[] message) throws AuthenticationFailedException {
        List<String> fields = ScramAttribute.split(message);
        if (fields.size() < HEADER_FIELDS + 2) {
            throw AuthenticationFailedException.malformed("an attribute is missing");
        }
        return new ScramClientFirst(fields);
    }

    private static Binding binding(String flag) throws AuthenticationFailedException {
        switch (flag) {
            case "n":
                return Binding.NOT_SUPPORTED;
            case "y":
                return Binding.NOT_OFFERED;
            default:
                if (!BINDING_TYPE.matcher(flag).matches()) {
                    throw AuthenticationFailedException.malformed("no flag of channel binding");
                }
                return Binding.USED;
        }
    }

    /** The octets of the gs2-header, which the client repeats in its last message. */
    String header() {
        return header;
    }

    /** The octets behind the gs2-header. */
    String bare() {
        return bare;
    }

    Binding binding() {
        return binding;
    }

    /** The type of the channel binding; empty if none is used. */
    String bindingType() {
        return bindingType;
    }

    /** The identity to act as, as text. */
    Optional<String> authorizationId() {
        return authorizationId;
    }

    /** The user name as text. */
    String username() {
        return username;
    }

    String nonce() {
        return nonce;
    }
}
