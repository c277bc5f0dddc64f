// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import java.util.Objects;
import org.apache.james.core.Username;

/**
 * An append that is about to be made under the maildrop's lock. Nobody else appends during that time. So a message whose uid is
 * {@link #firstUid()} or higher is the appended one. Immutable.
 */
public final class DeliveryAttempt {
    private final String deliveryKey;
    private final Username maildrop;
    private final String mailboxId;
    private final long firstUid;
    private final long fence;

    private DeliveryAttempt(String deliveryKey, Username maildrop, String mailboxId, long firstUid, long fence) {
        this.deliveryKey = deliveryKey;
        this.maildrop = maildrop;
        this.mailboxId = mailboxId;
        this.firstUid = firstUid;
        this.fence = fence;
    }

    /**
     * @param deliveryKey the {@link Delivery#key()}
     * @param mailboxId James's id of the mailbox, serialized
     * @param firstUid the lowest unique identifier that the message can get
     * @param fence the fence of the lease under which the append is made
     */
    public static DeliveryAttempt of(
            String deliveryKey, Username maildrop, String mailboxId, long firstUid, long fence) {
        return new DeliveryAttempt(deliveryKey, maildrop, mailboxId, firstUid, fence);
    }

    public String deliveryKey() {
        return deliveryKey;
    }

    public Username maildrop() {
        return maildrop;
    }

    public String mailboxId() {
        return mailboxId;
    }

    public long firstUid() {
        return firstUid;
    }

    public long fence() {
        return fence;
    }

    /** Two attempts are equal if they have the same delivery and fence. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DeliveryAttempt
                && fence == ((DeliveryAttempt) other).fence
                && deliveryKey.equals(((DeliveryAttempt) other).deliveryKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(deliveryKey, fence);
    }

    @Override
    public String toString() {
        return "append to " + maildrop.asString() + " from uid " + firstUid + ", fence " + fence;
    }
}
