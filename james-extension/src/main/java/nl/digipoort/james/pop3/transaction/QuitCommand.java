// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Phase;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QUIT: in TRANSACTION it enters UPDATE, releases the lock and then reports the result. Elsewhere it only ends the session (RFC 1939
 * sections 4 and 6).
 */
public final class QuitCommand extends PlainCommand {
    private static final Reply BYE = Reply.ok("Bye");
    private static final Reply NOT_RECORDED = Reply.error(
                    ResponseCode.SYS_TEMP, "No message was removed, try again later")
            .thenClose();

    private static final Reply REVOKED =
            Reply.error("The account has changed, no message was removed").thenClose();
    private static final Logger LOGGER = LoggerFactory.getLogger(QuitCommand.class);

    private final DeletionMetrics deletions;

    @Inject
    public QuitCommand(MetricFactory metrics) {
        super("QUIT", metrics);
        this.deletions = new DeletionMetrics(metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        return session.phase() == Phase.TRANSACTION ? recordedUpdate(session) : BYE.thenClose();
    }

    private Reply recordedUpdate(DigipoortSession session) {
        try {
            return session.marked() == 0 || session.isEntitled() ? update(session) : revoked(session);
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.error("Whether a session may still delete cannot be found out, so nothing is deleted", e);
            session.maildrop().release();
            session.endsAs(Ending.INCOMPLETE);
            return NOT_RECORDED;
        } catch (NotRecordedException e) {
            session.endsAs(Ending.NOT_RECORDED);
            return NOT_RECORDED;
        }
    }

    private static Reply revoked(DigipoortSession session) {
        session.maildrop().release();
        session.endsAs(Ending.REVOKED);
        return REVOKED;
    }

    private Reply update(DigipoortSession session) {
        switch (session.maildrop().update(deletions.countedFor(session.audit()))) {
            case COMPLETE:
                session.endsAs(Ending.COMPLETE);
                return BYE.thenClose();
            case INCOMPLETE:
                session.endsAs(Ending.INCOMPLETE);
                return Reply.error(ResponseCode.SYS_TEMP, "some deleted messages not removed")
                        .thenClose();
            default:
                session.endsAs(Ending.LOCK_LOST);
                return Pop3Dispatcher.LOCK_LOST;
        }
    }
}
