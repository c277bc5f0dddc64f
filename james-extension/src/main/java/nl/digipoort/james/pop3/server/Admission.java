// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.Optional;
import nl.digipoort.james.pop3.Reply;

/** Whether a client is logged in. The connection of one that is not may have to end, with a last reply that says why. Immutable. */
final class Admission {
    static final Admission NEWCOMER = new Admission(false, Optional.empty());
    static final Admission LOGGED_IN = new Admission(true, Optional.empty());

    private final boolean loggedIn;
    private final Optional<Reply> dismissal;

    private Admission(boolean loggedIn, Optional<Reply> dismissal) {
        this.loggedIn = loggedIn;
        this.dismissal = dismissal;
    }

    /** @param last the last reply to a newcomer, before its connection ends */
    static Admission dismissed(Reply last) {
        return new Admission(false, Optional.of(last));
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    /** The last reply; empty for a client that may stay. */
    Optional<Reply> dismissal() {
        return dismissal;
    }
}
