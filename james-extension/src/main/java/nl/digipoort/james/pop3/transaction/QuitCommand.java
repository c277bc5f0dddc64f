package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Phase;
import nl.digipoort.james.pop3.PlainCommand;
import nl.digipoort.james.pop3.Pop3Dispatcher;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.metrics.api.MetricFactory;

/**
 * QUIT: in TRANSACTION it enters UPDATE and tells how that went, the lock being free by then; elsewhere it only ends the session
 * (RFC 1939 sections 4 and 6).
 */
public final class QuitCommand extends PlainCommand {
    private static final Reply BYE = Reply.ok("Bye");
    private static final Reply NOT_RECORDED = Reply.error(
                    ResponseCode.SYS_TEMP, "No message was removed, try again later")
            .thenClose();

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
            return update(session);
        } catch (NotRecordedException e) {
            session.endsAs(Ending.NOT_RECORDED);
            return NOT_RECORDED;
        }
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
