// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;

/** Runs work as one request to James, at whose end James releases database connections and loaded messages. */
public final class MailboxRequest {
    private MailboxRequest() {}

    /** What is to be done. */
    public interface Work<T, X extends Exception> {
        T run(MailboxSession session) throws MailboxException, X;
    }

    /** Runs the work in a new session of the user. */
    public static <T, X extends Exception> T run(Username user, MailboxManager manager, Work<T, X> work)
            throws MailboxException, X {
        return run(manager.createSystemSession(user), manager, work);
    }

    static <T, X extends Exception> T run(MailboxSession session, MailboxManager manager, Work<T, X> work)
            throws MailboxException, X {
        manager.startProcessingRequest(session);
        try {
            return work.run(session);
        } finally {
            manager.endProcessingRequest(session);
        }
    }
}
