// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.preparation;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;
import java.util.List;
import java.util.Optional;

/**
 * SASLprep (RFC 4013): one form of a user name or password for all its spellings in Unicode. It always follows the rule for queries, which
 * allows code points that Unicode 3.2 did not assign, because what James stores was never prepared.
 */
public final class SaslPreparation {
    private static final Profile PROFILE = new SASLprep();

    private SaslPreparation() {}

    /**
     * Prepares a text.
     *
     * @return empty if the text contains forbidden characters, or nothing is left of it
     */
    public static Optional<String> prepare(String text) {
        try {
            return Optional.of(PROFILE.prepareQuery(text)).filter(prepared -> !prepared.isEmpty());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // forbidden, or nothing is left and the library read past the end; the message may quote the text
            return Optional.empty();
        }
    }

    /**
     * The forms of a text to try, the text itself first.
     *
     * @return one or two distinct texts; none if the text cannot be prepared
     */
    public static List<String> forms(String text) {
        return prepare(text)
                .map(prepared -> prepared.equals(text) ? List.of(text) : List.of(text, prepared))
                .orElse(List.of());
    }
}
