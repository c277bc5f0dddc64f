package nl.digipoort.james.mail;

import java.time.Instant;
import org.apache.james.core.Username;

/** A maildrop for which mail is held. Immutable. */
public final class WaitingMaildrop {
    private final Username maildrop;
    private final long count;
    private final Instant oldestHeldAt;

    private WaitingMaildrop(Username maildrop, long count, Instant oldestHeldAt) {
        this.maildrop = maildrop;
        this.count = count;
        this.oldestHeldAt = oldestHeldAt;
    }

    /** @param count at least 1 */
    public static WaitingMaildrop of(Username maildrop, long count, Instant oldestHeldAt) {
        return new WaitingMaildrop(maildrop, count, oldestHeldAt);
    }

    public Username maildrop() {
        return maildrop;
    }

    /** How many mails are held for it. */
    public long count() {
        return count;
    }

    public Instant oldestHeldAt() {
        return oldestHeldAt;
    }

    @Override
    public String toString() {
        return count + " for " + maildrop.asString();
    }
}
