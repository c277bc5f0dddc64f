// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import nl.digipoort.james.journal.Delivery;
import org.apache.james.core.Username;

/** A mail that somebody hands over, with its octets. Immutable; its content belongs to whoever made it. */
public final class IncomingMail {
    private final String name;
    private final MailContent content;
    private final Origin origin;

    private IncomingMail(String name, MailContent content, Origin origin) {
        this.name = name;
        this.content = content;
        this.origin = origin;
    }

    /** Where a mail comes from, and so whether it must be recognised. */
    private enum Origin {
        /** A client that waits for the answer. */
        CLIENT,
        /** A queue, which hands it out again when the server dies before it has let go of it. */
        QUEUE
    }

    /** @param name unique among all mails, at most 200 characters */
    public static IncomingMail fromClient(String name, MailContent content) {
        return new IncomingMail(name, content, Origin.CLIENT);
    }

    /** @param name the same each time that the mail comes, and unique among all mails */
    public static IncomingMail fromQueue(String name, MailContent content) {
        return new IncomingMail(name, content, Origin.QUEUE);
    }

    /** What the log calls it. */
    public String name() {
        return name;
    }

    public MailContent content() {
        return content;
    }

    /** Whether it may come again after it was delivered. */
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
