// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import java.util.Optional;
import java.util.regex.Pattern;
import nl.digipoort.james.maildrop.Snapshot;

/** The message numbers that clients send (RFC 1939 section 3): decimal, from 1, of a message that is not deleted. */
final class MessageNumber {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}");

    private MessageNumber() {}

    /** Empty unless the text is the number of a message that the snapshot contains. */
    static Optional<Integer> parse(String text, Snapshot snapshot) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return snapshot.contains(number) ? Optional.of((int) number) : Optional.empty();
    }
}
