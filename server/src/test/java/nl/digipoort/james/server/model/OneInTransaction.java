// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.model;

import java.util.ArrayList;
import java.util.List;

/**
 * At most one session has the maildrop at any time. A session had it at some moment of its login and at some moment of the last command that was
 * answered +OK, and without a break between them. What came after that command proves nothing: the lease may be lost, and the client not yet told.
 */
final class OneInTransaction implements Rule {
    @Override
    public List<String> broken(MaildropHistory maildrop) {
        List<String> broken = new ArrayList<>();
        List<Session> sessions = maildrop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            for (int j = i + 1; j < sessions.size(); j++) {
                if (overlap(sessions.get(i), sessions.get(j))) {
                    broken.add(
                            sessions.get(i).name() + " and " + sessions.get(j).name() + " had it at the same time");
                }
            }
        }
        return broken;
    }

    /** Whether neither of them can have been over before the other began. */
    private static boolean overlap(Session one, Session other) {
        return !mayEndBefore(one, other) && !mayEndBefore(other, one);
    }

    private static boolean mayEndBefore(Session one, Session other) {
        return one.lastDone().span().invoked() < other.login().span().completed();
    }
}
