// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was answered 250 has been in the maildrop, once; what was not answered so at most once, and what was refused for ever never. That it does
 * not leave the maildrop again by itself is {@link OnlyAfterQuit}'s.
 */
final class ExactlyOnce implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        List<String> broken = new ArrayList<>();
        if (maildrop.sessions().stream().noneMatch(session -> session.isLast() && session.hasView())) {
            broken.add("nobody has looked into it in the end");
        }
        for (Delivery delivery : maildrop.deliveries()) {
            Set<String> uniqueIds = maildrop.uniqueIdsByMark().get(delivery.mark());
            if (uniqueIds.isEmpty() && delivery.isAcknowledged()) {
                broken.add("lost: " + delivery.name());
            }
            if (uniqueIds.size() > 1) {
                broken.add("there more than once, as " + uniqueIds + ": " + delivery.name());
            }
            if (!uniqueIds.isEmpty() && delivery.outcome() == Outcome.FAIL) {
                broken.add("refused, and yet there: " + delivery.name());
            }
        }
        return broken;
    }
}
