// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.util.UUID;
import org.apache.james.core.Username;

/**
 * The exclusive right to a maildrop, as granted by {@link MaildropLocks}. Every grant has a new owner token, so that nobody can free or use
 * the lock of a successor. The fence grows from grant to grant. Immutable.
 */
public final class Lease {
    private final Username maildrop;
    private final UUID owner;
    private final long fence;

    private Lease(Username maildrop, UUID owner, long fence) {
        this.maildrop = maildrop;
        this.owner = owner;
        this.fence = fence;
    }

    public static Lease of(Username maildrop, UUID owner, long fence) {
        return new Lease(maildrop, owner, fence);
    }

    /** The user whose maildrop is locked. */
    public Username maildrop() {
        return maildrop;
    }

    /** The secret token of this grant. */
    public UUID owner() {
        return owner;
    }

    /** The number of this grant, higher than that of every earlier grant for the maildrop. */
    public long fence() {
        return fence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lease && owner.equals(((Lease) other).owner);
    }

    @Override
    public int hashCode() {
        return owner.hashCode();
    }

    @Override
    public String toString() {
        return "Lease{" + maildrop.asString() + ", fence " + fence + "}";
    }
}
