package nl.digipoort.james.maildrop;

import java.util.Optional;
import org.apache.james.core.Username;

/**
 * The exclusive-access locks on maildrops (RFC 1939 section 4; Digipoort keeps deliveries out as well). A lock that is held
 * is an expected outcome and so a value; a lock store that cannot be reached is a {@link StoreUnavailableException}, and
 * then nobody may act as if the lock were theirs.
 */
public interface MaildropLocks {
    /** Takes the lock at once or not at all: empty means that somebody else has it. */
    Optional<Lease> acquire(Username maildrop);

    /**
     * Enters the UPDATE state. False means that the lock is not this lease's any more, and that nothing may be deleted.
     */
    boolean beginUpdate(Lease lease);

    /** Frees the lock if it is still this lease's; otherwise does nothing. */
    void release(Lease lease);
}
