// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.List;
import java.util.Set;

/** What a session saw in the maildrop: the unique-ids, in the order of the messages. */
record View(Session session, List<String> uniqueIds, Set<String> asSet) {
    static View of(Session session) {
        List<String> uniqueIds = List.copyOf(session.view().values());
        return new View(session, uniqueIds, Set.copyOf(uniqueIds));
    }

    boolean has(String uniqueId) {
        return asSet.contains(uniqueId);
    }

    Span login() {
        return session.login().span();
    }

    /** Whether this was certainly taken after that one. */
    boolean isAfter(View that) {
        return that.login().isBefore(login());
    }
}
