package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import nl.digipoort.james.journal.HeldDelivery;

/** A held delivery as its getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "mail", "arrivedAt", "heldSeconds", "key"})
final class HeldView {
    private final HeldDelivery delivery;
    private final Instant now;

    HeldView(HeldDelivery delivery, Instant now) {
        this.delivery = delivery;
        this.now = now;
    }

    /** Whose maildrop it waits for. */
    public String getUser() {
        return delivery.maildrop().asString();
    }

    public String getMail() {
        return delivery.mail();
    }

    /** In ISO-8601, UTC. */
    public String getArrivedAt() {
        return delivery.arrivedAt().toString();
    }

    /** The clock of the node that accepted it may be a little ahead of ours. */
    public long getHeldSeconds() {
        return Math.max(0, Duration.between(delivery.arrivedAt(), now).toSeconds());
    }

    /** That of James's mail repository. */
    public String getKey() {
        return delivery.key();
    }
}
