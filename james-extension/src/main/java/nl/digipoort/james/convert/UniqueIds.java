// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.maildrop.KeptUniqueIds;

/** What every maildrop's unique-ids must be, wherever they come from: allowed by RFC 1939, and different. */
final class UniqueIds {
    private UniqueIds() {}

    /** @throws ConvertException naming the first that this server cannot keep */
    static <T extends ForeignMessage> List<ForeignMessage> verified(List<T> messages) throws ConvertException {
        Set<String> seen = new HashSet<>();
        for (ForeignMessage message : messages) {
            String uniqueId = message.uniqueId();
            if (!KeptUniqueIds.isAllowed(uniqueId)) {
                throw new ConvertException("no unique-id of RFC 1939 (1 to " + KeptUniqueIds.LONGEST
                        + " visible characters): \"" + Printable.of(uniqueId) + '"');
            }
            if (!seen.add(uniqueId)) {
                throw new ConvertException("two messages have the unique-id " + uniqueId);
            }
        }
        return List.copyOf(messages);
    }
}
