// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.Optional;
import nl.digipoort.james.pop3.Reply;

/** Whether a client is logged in; one that is not may have to go, and is told why. Immutable. */
final class Admission {
    static final Admission NEWCOMER = new Admission(false, Optional.empty());
    static final Admission LOGGED_IN = new Admission(true, Optional.empty());

    private final boolean loggedIn;
    private final Optional<Reply> dismissal;

    private Admission(boolean loggedIn, Optional<Reply> dismissal) {
        this.loggedIn = loggedIn;
        this.dismissal = dismissal;
    }

    /** @param last what a newcomer is told before its connection ends */
    static Admission dismissed(Reply last) {
        return new Admission(false, Optional.of(last));
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    /** Empty for one that may stay. */
    Optional<Reply> dismissal() {
        return dismissal;
    }
}
