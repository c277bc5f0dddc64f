// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import nl.digipoort.james.mail.WaitingMaildrop;

/** How much mail is held for a maildrop; the getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "count", "oldestHeldAt", "heldSeconds"})
final class WaitingView {
    private final WaitingMaildrop waiting;
    private final Instant now;

    WaitingView(WaitingMaildrop waiting, Instant now) {
        this.waiting = waiting;
        this.now = now;
    }

    public String getUser() {
        return waiting.maildrop().asString();
    }

    public long getCount() {
        return waiting.count();
    }

    /** In ISO-8601, UTC. */
    public String getOldestHeldAt() {
        return waiting.oldestHeldAt().orElse(now).toString();
    }

    /** For the oldest mail, at least 0: the clock of the node that accepted it may be a little ahead of ours. */
    public long getHeldSeconds() {
        return Math.max(
                0, Duration.between(waiting.oldestHeldAt().orElse(now), now).toSeconds());
    }
}
