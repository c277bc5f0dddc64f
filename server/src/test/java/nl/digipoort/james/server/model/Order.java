// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * If one message was answered 250 before DATA of another was sent, it stands before the other, and is there whenever the other is, unless a QUIT
 * may have deleted it.
 */
final class Order implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        Map<String, Delivery> byMark = new HashMap<>();
        maildrop.deliveries().forEach(delivery -> byMark.put(delivery.mark(), delivery));
        List<String> broken = new ArrayList<>();
        Set<Delivery> reported = new HashSet<>();
        for (View view : maildrop.views()) {
            Optional<Delivery> newest = Optional.empty();
            for (String uniqueId : view.uniqueIds()) {
                Optional<Delivery> here = delivery(maildrop, byMark, uniqueId);
                if (here.isEmpty()) {
                    continue;
                }
                if (newest.isPresent() && here.get().isAcknowledged() && isBefore(here.get(), newest.get())) {
                    broken.add(view.session().name() + " sees " + newest.get().name() + " before "
                            + here.get().name());
                }
                if (newest.isEmpty()
                        || here.get().span().invoked() > newest.get().span().invoked()) {
                    newest = here;
                }
            }
            newest.ifPresent(last -> missing(maildrop, view, last, reported, broken));
        }
        return broken;
    }

    private static Optional<Delivery> delivery(
            MaildropHistory maildrop, Map<String, Delivery> byMark, String uniqueId) {
        return maildrop.marksByUniqueId().get(uniqueId).stream().findFirst().map(byMark::get);
    }

    private static boolean isBefore(Delivery one, Delivery other) {
        return one.span().isBefore(other.span());
    }

    /** What is lost at all is found by {@link ExactlyOnce}. */
    private static void missing(
            MaildropHistory maildrop, View view, Delivery last, Set<Delivery> reported, List<String> broken) {
        for (Delivery delivery : maildrop.deliveries()) {
            if (!isBefore(delivery, last)) {
                // nor are the others, which were answered later
                return;
            }
            Set<String> uniqueIds = maildrop.uniqueIdsByMark().get(delivery.mark());
            if (delivery.isAcknowledged()
                    && !uniqueIds.isEmpty()
                    && uniqueIds.stream().noneMatch(view::has)
                    && uniqueIds.stream().noneMatch(uniqueId -> mayBeGone(maildrop, uniqueId, view))
                    && reported.add(delivery)) {
                broken.add(view.session().name() + " sees " + last.name() + ", but not " + delivery.name());
            }
        }
    }

    private static boolean mayBeGone(MaildropHistory maildrop, String uniqueId, View view) {
        return maildrop.deleters(uniqueId).stream()
                .anyMatch(deleter -> deleter.quit().orElseThrow().span().invoked()
                        < view.login().completed());
    }
}
