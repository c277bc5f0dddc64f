// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The first look after a QUIT whose result is not known finds all that was marked, or nothing of it, if a store has transactions. */
final class AllOrNothing implements Rule {
    /** What one transaction deletes. */
    private static final int BATCH = 500;

    @Override
    public List<String> broken(MaildropHistory maildrop) {
        List<String> broken = new ArrayList<>();
        maildrop.sessions().forEach(session -> half(maildrop, session, broken));
        return broken;
    }

    private static void half(MaildropHistory maildrop, Session session, List<String> broken) {
        Set<String> marked = session.marked().stream()
                .filter(session::mayHaveDeleted)
                .collect(Collectors.toCollection(TreeSet::new));
        if (marked.isEmpty() || marked.size() > BATCH || session.lastDone().is(Command.Kind.QUIT)) {
            return;
        }
        Span quit = session.quit().orElseThrow().span();
        maildrop.views().stream()
                .filter(view -> quit.isBefore(view.login()))
                .findFirst()
                .ifPresent(view -> {
                    Set<String> left = marked.stream().filter(view::has).collect(Collectors.toCollection(TreeSet::new));
                    boolean byItAlone = marked.stream()
                            .filter(uniqueId -> !view.has(uniqueId))
                            .anyMatch(uniqueId -> maildrop.deleters(uniqueId).size() == 1);
                    if (!left.isEmpty() && byItAlone) {
                        broken.add("of " + marked + ", which " + session.name() + " marked, only " + left
                                + " is left to " + view.session().name());
                    }
                });
    }
}
