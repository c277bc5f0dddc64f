package nl.digipoort.james.pop3.transaction;

import javax.inject.Inject;
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

    @Inject
    public QuitCommand(MetricFactory metrics) {
        super("QUIT", metrics);
    }

    @Override
    protected Reply execute(DigipoortSession session) {
        return session.phase() == Phase.TRANSACTION ? update(session) : BYE.thenClose();
    }

    private static Reply update(DigipoortSession session) {
        switch (session.maildrop().update()) {
            case COMPLETE:
                return BYE.thenClose();
            case INCOMPLETE:
                return Reply.error(ResponseCode.SYS_TEMP, "some deleted messages not removed")
                        .thenClose();
            default:
                return Pop3Dispatcher.LOCK_LOST;
        }
    }
}
