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

/** James's POP3 session with its open maildrop. One command at a time uses it, and each sees what the previous one wrote. */
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

    /** @param check asks James whether the user is still entitled; called by any thread at any time */
    public void restsOn(BooleanSupplier check) {
        entitled = check;
    }

    /**
     * Whether the user may keep the session: neither the user nor its domain was removed, and its password was not changed. For any thread;
     * blocks.
     *
     * @throws nl.digipoort.james.credential.CredentialStoreUnavailableException if this cannot be determined
     */
    public boolean isEntitled() {
        return entitled.getAsBoolean();
    }

    /** Records what is done with the open maildrop. */
    public SessionAudit audit() {
        return audit;
    }

    /** Sets how the audit record says that the session ended. Unless it is set, the session broke off. */
    public void endsAs(Ending known) {
        ending = known;
    }

    /** Sets how the session ended when the server closed the connection. An ending that QUIT or a lost lock has set stays. */
    public void endedByServerAs(Ending reason) {
        if (ending == Ending.BROKEN_OFF) {
            ending = reason;
        }
    }

    /** Counts a message that is marked as deleted. */
    public void messageMarked() {
        marked.incrementAndGet();
    }

    /** How many messages DELE has marked; RSET does not lower the number. For any thread. */
    public long marked() {
        return marked.get();
    }

    /** Whether the lock on the open maildrop is lost, so that the session must end. */
    boolean hasLostMaildrop() {
        return maildrop != null && maildrop.isLost();
    }

    /**
     * Releases the open maildrop, if any, without UPDATE, and records the end of the session.
     *
     * @return how the session ended, once; empty afterwards, and for a session without a maildrop
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
     * Remembers the name that USER gave, for a PASS right after it. Any other line forgets the name, also one that is too long. Only AUTH
     * and the lines of its exchange keep it: a failed AUTH counts as not sent (RFC 5034 section 4).
     */
    public void announce(String user) {
        announcedUser = user;
    }

    /** Returns the name of the USER command right before this line, and forgets it. */
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
        // The failure may have cost the session its lock, so it must not stay in TRANSACTION.
        return phase() == Phase.TRANSACTION ? reply.thenClose() : reply;
    }

    @Override
    public Response newCommandNotFoundErrorResponse() {
        return Reply.error("Unknown command");
    }
}
