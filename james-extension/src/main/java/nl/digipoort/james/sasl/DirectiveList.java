// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.sasl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A list of directives, {@code 1#( token "=" ( token | quoted-string ) )} of RFC 2831 section 7. Empty elements and linear white space
 * between words are allowed. Laxer than the grammar: a bare value may contain separators other than {@code , " \} and white space, as
 * clients send a bare digest-uri. Stricter: no control characters in a quoted string. Immutable; values are {@link Octets}.
 */
final class DirectiveList {
    private final Map<String, List<String>> values;

    private DirectiveList(Map<String, List<String>> values) {
        this.values = values;
    }

    static DirectiveList parse(byte[] message) throws DigestSyntaxException {
        Map<String, List<String>> values = new HashMap<>();
        DirectiveScanner scanner = new DirectiveScanner(Octets.fromBytes(message));
        while (scanner.skipToElement()) {
            String name = scanner.name().toLowerCase(Locale.ROOT);
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(scanner.value());
            scanner.endElement();
        }
        if (values.isEmpty()) {
            throw new DigestSyntaxException("the list is empty");
        }
        return new DirectiveList(values);
    }

    /** The value of a directive that appears at most once. */
    Optional<String> optional(String name) throws DigestSyntaxException {
        List<String> found = values.getOrDefault(name, List.of());
        if (found.size() > 1) {
            throw new DigestSyntaxException(name + " is repeated");
        }
        return found.stream().findFirst();
    }

    /** The value of a directive that appears exactly once. */
    String required(String name) throws DigestSyntaxException {
        return optional(name).orElseThrow(() -> new DigestSyntaxException(name + " is missing"));
    }
}
