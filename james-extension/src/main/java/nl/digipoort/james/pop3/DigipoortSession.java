// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import nl.digipoort.james.audit.SessionAudit;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.maildrop.OpenMaildrop;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.apache.james.protocols.pop3.POP3SessionImpl;

/**
 * James's POP3 session with the maildrop that it holds. One command at a time uses it, each seeing what the last one wrote.
 */
public final class DigipoortSession extends POP3SessionImpl {
    private static final Reply LINE_TOO_LONG = Reply.error("Line too long");

    private OpenMaildrop maildrop;
    private SessionAudit audit;
    private final AtomicLong marked = new AtomicLong();
    private volatile BooleanSupplier entitled = () -> true;
    private Ending ending = Ending.BROKEN_OFF;
    private boolean recorded;
    private String announcedUser;

    public DigipoortSession(ProtocolTransport transport, ProtocolConfiguration configuration) {
        super(transport, configuration);
    }

    public Phase phase() {
        if (maildrop != null) {
            return Phase.TRANSACTION;
        }
        return isTLSStarted() ? Phase.SECURED : Phase.CLEAR;
    }

    /** Enters TRANSACTION. */
    public void open(Username user, OpenMaildrop opened, SessionAudit records) {
        announcedUser = null;
        maildrop = opened;
        audit = records;
        setUsername(user);
        setHandlerState(POP3Session.TRANSACTION);
    }

    /**
     * The maildrop of the TRANSACTION state.
     *
     * @throws IllegalStateException in any other state
     */
    public OpenMaildrop maildrop() {
        if (maildrop == null) {
            throw new IllegalStateException("no maildrop is open");
        }
        return maildrop;
    }

    /** @param check asks James, and may be asked by any thread at any time */
    public void restsOn(BooleanSupplier check) {
        entitled = check;
    }

    /**
     * Whether the user may still have its session: it was not removed, nor its domain, and its password was not changed. For any
     * thread; blocks.
     *
     * @throws nl.digipoort.james.credential.CredentialStoreUnavailableException if that cannot be found out
     */
    public boolean isEntitled() {
        return entitled.getAsBoolean();
    }

    /** What records what is done with the open maildrop. */
    public SessionAudit audit() {
        return audit;
    }

    /** How the record of the session says that it ended; without a word of it, it broke off. */
    public void endsAs(Ending known) {
        ending = known;
    }

    /** How it ended when the server closed the connection; what QUIT or a lost lock has made known counts. */
    public void endedByServerAs(Ending reason) {
        if (ending == Ending.BROKEN_OFF) {
            ending = reason;
        }
    }

    /** A message is marked as deleted. */
    public void messageMarked() {
        marked.incrementAndGet();
    }

    /** How many messages DELE has marked, whatever RSET has taken back since; for any thread. */
    public long marked() {
        return marked.get();
    }

    /** Whether the lock on the open maildrop is lost, so that the session must end. */
    boolean hasLostMaildrop() {
        return maildrop != null && maildrop.isLost();
    }

    /**
     * Frees the maildrop without UPDATE, if one is open, and records the end of the session.
     *
     * @return how it ended, if it has ended now: once, and never of a session without a maildrop
     */
    public Optional<Ending> releaseMaildrop() {
        if (maildrop == null) {
            return Optional.empty();
        }
        if (maildrop.isLost()) {
            ending = Ending.LOCK_LOST;
        }
        maildrop.release();
        if (recorded) {
            return Optional.empty();
        }
        recorded = true;
        audit.sessionEnded(ending);
        return Optional.of(ending);
    }

    /**
     * Remembers the name that USER gave, for a PASS right behind it. Every other line forgets it, one that is too long as well, but AUTH
     * and the lines of its exchange: one that fails is as if it had not been given (RFC 5034 section 4).
     */
    public void announce(String user) {
        announcedUser = user;
    }

    /** Gives the name of the USER command right before this line, once. */
    public Optional<String> takeAnnouncedUser() {
        Optional<String> user = Optional.ofNullable(announcedUser);
        announcedUser = null;
        return user;
    }

    @Override
    public void resetState() {
        announcedUser = null;
        super.resetState();
    }

    @Override
    public Reply newLineTooLongResponse() {
        return phase() == Phase.CLEAR ? Gate.TLS_FIRST : LINE_TOO_LONG;
    }

    @Override
    public Response newFatalErrorResponse() {
        Reply reply = Reply.error(ResponseCode.SYS_TEMP, "Internal error, try again later");
        // Whatever failed may have cost the session its lock: it must not go on in TRANSACTION.
        return phase() == Phase.TRANSACTION ? reply.thenClose() : reply;
    }

    @Override
    public Response newCommandNotFoundErrorResponse() {
        return Reply.error("Unknown command");
    }
}
