// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.time.Instant;
import nl.digipoort.james.journal.Delivery;
import org.apache.james.core.Username;

/** A mail that was accepted and waits for a session to end or for room in its maildrop. Immutable. */
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
     * @param sequence its position in the order of the maildrop
     * @param name the name of the mail
     * @param contentId the store's key of the octets; several maildrops may share it
     * @param octets the octets of the content, without the trace lines
     * @param trace the header lines to put in front of the content
     * @param heldAt for information only; it does not decide the order
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

    /** Higher for each later mail of the maildrop, whichever node accepts it. */
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

    /** A copy of the trace lines. */
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
