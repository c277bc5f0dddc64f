// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;

/** How much mail is held for a maildrop. Immutable. */
public final class WaitingMaildrop {
    private final Username maildrop;
    private final long count;
    private final Optional<Instant> oldestHeldAt;

    private WaitingMaildrop(Username maildrop, long count, Optional<Instant> oldestHeldAt) {
        this.maildrop = maildrop;
        this.count = count;
        this.oldestHeldAt = oldestHeldAt;
    }

    /** @param count at least 1 */
    public static WaitingMaildrop of(Username maildrop, long count, Instant oldestHeldAt) {
        return new WaitingMaildrop(maildrop, count, Optional.of(oldestHeldAt));
    }

    /** A maildrop without held mail. */
    public static WaitingMaildrop none(Username maildrop) {
        return new WaitingMaildrop(maildrop, 0, Optional.empty());
    }

    public Username maildrop() {
        return maildrop;
    }

    /** How many mails are held for it. */
    public long count() {
        return count;
    }

    /** Empty if nothing is held. */
    public Optional<Instant> oldestHeldAt() {
        return oldestHeldAt;
    }

    @Override
    public String toString() {
        return count + " for " + maildrop.asString();
    }
}
