// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;

/** The failed logins on one connection. Used by one command at a time, like its session. */
final class FailedLogins {
    /** A client that tries one mechanism after another needs only a few; more is noise. */
    static final int UNJUDGED = 50;

    private static final AttachmentKey<FailedLogins> KEY =
            AttachmentKey.of("digipoort.failedLogins", FailedLogins.class);

    private final Map<String, Integer> byAccount = new HashMap<>();
    private int failures;
    private int unjudged;

    private FailedLogins() {}

    static FailedLogins of(DigipoortSession session) {
        return session.getAttachment(KEY, State.Connection).orElseGet(() -> {
            FailedLogins none = new FailedLogins();
            session.setAttachment(KEY, none, State.Connection);
            return none;
        });
    }

    /** Counts a failure for the account and returns the number of failures for all accounts. */
    int add(String account) {
        byAccount.merge(account, 1, Integer::sum);
        return ++failures;
    }

    /** Forgets the failures for the account and returns how many they were. */
    int forget(String account) {
        Integer forgotten = byAccount.remove(account);
        return forgotten == null ? 0 : forgotten;
    }

    /** Counts an exchange without a verdict; true once there are enough to end the connection. */
    boolean isEnoughAfterOneUnjudged() {
        return ++unjudged >= UNJUDGED;
    }
}
