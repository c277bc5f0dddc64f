// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import nl.digipoort.james.mail.HeldMail;

/** A held mail; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "sequence", "mail", "octets", "arrivedAt", "heldSeconds"})
final class HeldView {
    private final HeldMail mail;
    private final Instant now;

    HeldView(HeldMail mail, Instant now) {
        this.mail = mail;
        this.now = now;
    }

    /** The user whose maildrop it is held for. */
    public String getUser() {
        return mail.maildrop().asString();
    }

    /** Its position in the order of the maildrop. */
    public long getSequence() {
        return mail.sequence();
    }

    public String getMail() {
        return mail.name();
    }

    /** The size with the trace lines. */
    public long getOctets() {
        return mail.trace().length + mail.octets();
    }

    /** In ISO-8601, UTC. */
    public String getArrivedAt() {
        return mail.heldAt().toString();
    }

    /** At least 0: the clock of the node that accepted it may be a little ahead of ours. */
    public long getHeldSeconds() {
        return Math.max(0, Duration.between(mail.heldAt(), now).toSeconds());
    }
}
