// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import nl.digipoort.james.mail.HeldMail;

/** A held mail as its getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "sequence", "mail", "octets", "arrivedAt", "heldSeconds"})
final class HeldView {
    private final HeldMail mail;
    private final Instant now;

    HeldView(HeldMail mail, Instant now) {
        this.mail = mail;
        this.now = now;
    }

    /** Whose maildrop it waits for. */
    public String getUser() {
        return mail.maildrop().asString();
    }

    /** Its place in the order of the maildrop. */
    public long getSequence() {
        return mail.sequence();
    }

    public String getMail() {
        return mail.name();
    }

    /** With its trace lines. */
    public long getOctets() {
        return mail.trace().length + mail.octets();
    }

    /** In ISO-8601, UTC. */
    public String getArrivedAt() {
        return mail.heldAt().toString();
    }

    /** The clock of the node that accepted it may be a little ahead of ours. */
    public long getHeldSeconds() {
        return Math.max(0, Duration.between(mail.heldAt(), now).toSeconds());
    }
}
