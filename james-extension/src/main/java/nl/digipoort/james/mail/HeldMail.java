// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.time.Instant;
import nl.digipoort.james.journal.Delivery;
import org.apache.james.core.Username;

/** A mail that was accepted and waits for its maildrop: for a session to end, or for room. Immutable. */
public final class HeldMail {
    private final Username maildrop;
    private final long sequence;
    private final String name;
    private final String contentId;
    private final long octets;
    private final byte[] trace;
    private final Instant heldAt;

    private HeldMail(
            Username maildrop,
            long sequence,
            String name,
            String contentId,
            long octets,
            byte[] trace,
            Instant heldAt) {
        this.maildrop = maildrop;
        this.sequence = sequence;
        this.name = name;
        this.contentId = contentId;
        this.octets = octets;
        this.trace = trace;
        this.heldAt = heldAt;
    }

    /**
     * @param sequence its place in the order of the maildrop
     * @param name that of the mail
     * @param contentId under which the store has the octets, for one maildrop or several
     * @param octets of the content, the trace lines not counted
     * @param trace the header lines that stand in front of it
     * @param heldAt for people only; no order follows from it
     */
    public static HeldMail of(
            Username maildrop,
            long sequence,
            String name,
            String contentId,
            long octets,
            byte[] trace,
            Instant heldAt) {
        return new HeldMail(maildrop, sequence, name, contentId, octets, trace.clone(), heldAt);
    }

    public Username maildrop() {
        return maildrop;
    }

    /** Grows from one accepted mail of the maildrop to the next, whichever node accepts it. */
    public long sequence() {
        return sequence;
    }

    public String name() {
        return name;
    }

    public String contentId() {
        return contentId;
    }

    public long octets() {
        return octets;
    }

    public byte[] trace() {
        return trace.clone();
    }

    public Instant heldAt() {
        return heldAt;
    }

    public Delivery delivery() {
        return Delivery.of(name, maildrop);
    }

    @Override
    public String toString() {
        return name + ", number " + sequence + " for " + maildrop.asString();
    }
}
