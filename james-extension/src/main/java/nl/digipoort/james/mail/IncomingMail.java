// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.time.Instant;
import java.util.Optional;
import nl.digipoort.james.journal.Delivery;
import org.apache.james.core.Username;

/** A mail that is handed over, with its octets. Immutable. The caller owns the content. */
public final class IncomingMail {
    private final String name;
    private final MailContent content;
    private final Origin origin;
    private final Arrival arrival;
    private final Optional<Instant> cameAt;

    private IncomingMail(String name, MailContent content, Origin origin, Arrival arrival, Optional<Instant> cameAt) {
        this.name = name;
        this.content = content;
        this.origin = origin;
        this.arrival = arrival;
        this.cameAt = cameAt;
    }

    /** Where a mail comes from. It decides whether a repeated mail must be recognised. */
    private enum Origin {
        /** A client that waits for the answer. */
        CLIENT,
        /** A queue, which hands the mail out again if the server dies before the mail leaves the queue. */
        QUEUE
    }

    /** @param name unique among all mails, at most 200 characters */
    public static IncomingMail fromClient(String name, MailContent content) {
        return new IncomingMail(name, content, Origin.CLIENT, Arrival.unknown(), Optional.empty());
    }

    /** @param name unique among all mails, and the same each time the queue hands the mail out */
    public static IncomingMail fromQueue(String name, MailContent content) {
        return new IncomingMail(name, content, Origin.QUEUE, Arrival.unknown(), Optional.empty());
    }

    /**
     * A message of another server.
     *
     * @param name for the log
     * @param cameAt when it came there
     */
    public static IncomingMail moved(String name, MailContent content, Instant cameAt) {
        return new IncomingMail(name, content, Origin.CLIENT, Arrival.unknown(), Optional.of(cameAt));
    }

    /** The same mail with what is known of its way here. */
    public IncomingMail withArrival(Arrival known) {
        return new IncomingMail(name, content, origin, known, cameAt);
    }

    /** The name of the mail, as logged. */
    public String name() {
        return name;
    }

    public MailContent content() {
        return content;
    }

    public Arrival arrival() {
        return arrival;
    }

    /** When it came, if that was not now. */
    public Optional<Instant> cameAt() {
        return cameAt;
    }

    /** Whether the mail may come again after its delivery. */
    public boolean mayComeAgain() {
        return origin == Origin.QUEUE;
    }

    public Delivery deliveryTo(Username maildrop) {
        return Delivery.of(name, maildrop);
    }

    @Override
    public String toString() {
        return name;
    }
}
