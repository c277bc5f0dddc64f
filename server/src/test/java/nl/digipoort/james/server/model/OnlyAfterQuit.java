// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A message that was seen leaves the maildrop only by a session that has marked it and sent QUIT. After +OK to that QUIT it is gone for good; after
 * -ERR that says so it is still there.
 */
final class OnlyAfterQuit implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        List<String> broken = new ArrayList<>();
        Set<String> all = maildrop.views().stream()
                .flatMap(view -> view.uniqueIds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String uniqueId : all) {
            vanished(maildrop, uniqueId, broken);
            stayed(maildrop, uniqueId, broken);
        }
        return broken;
    }

    private static void vanished(MaildropHistory maildrop, String uniqueId, List<String> broken) {
        View seen = null;
        for (View view : maildrop.views()) {
            if (view.has(uniqueId)) {
                seen = view;
            } else if (seen != null && view.isAfter(seen) && !mayBeGone(maildrop, uniqueId, seen, view)) {
                broken.add(uniqueId + " " + maildrop.marksByUniqueId().get(uniqueId) + " was seen by "
                        + seen.session().name() + ", then no more by "
                        + view.session().name() + ", and nobody deleted it");
                return;
            }
        }
    }

    /** Whether a QUIT may have deleted it between the two. */
    private static boolean mayBeGone(MaildropHistory maildrop, String uniqueId, View before, View after) {
        return maildrop.deleters(uniqueId).stream()
                .anyMatch(deleter -> begins(deleter) < after.login().completed()
                        && !(deleter.hasDeleted(uniqueId)
                                && deleter.quit().orElseThrow().span().isBefore(before.login())));
    }

    private static long begins(Session deleter) {
        return deleter.quit().orElseThrow().span().invoked();
    }

    private static void stayed(MaildropHistory maildrop, String uniqueId, List<String> broken) {
        for (Session deleter : maildrop.deleters(uniqueId)) {
            if (deleter.hasDeleted(uniqueId)) {
                Span quit = deleter.quit().orElseThrow().span();
                maildrop.views().stream()
                        .filter(view -> view.has(uniqueId) && quit.isBefore(view.login()))
                        .findFirst()
                        .ifPresent(view -> broken.add(uniqueId + " was deleted by " + deleter.name() + ", and seen by "
                                + view.session().name()));
            }
        }
    }
}
