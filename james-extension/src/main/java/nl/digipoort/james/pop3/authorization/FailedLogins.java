// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;

/** The logins that failed on one connection. Used by one command at a time, as its session is. */
final class FailedLogins {
    /** A client that tries mechanism after mechanism comes to a few; more is noise. */
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

    /** Counts one for the account and gives how many there are for all. */
    int add(String account) {
        byAccount.merge(account, 1, Integer::sum);
        return ++failures;
    }

    /** Forgets those for the account and gives how many they were. */
    int forget(String account) {
        Integer forgotten = byAccount.remove(account);
        return forgotten == null ? 0 : forgotten;
    }

    /** Counts an exchange that came to no judgement; true from the one on that ends the connection. */
    boolean isEnoughAfterOneUnjudged() {
        return ++unjudged >= UNJUDGED;
    }
}
