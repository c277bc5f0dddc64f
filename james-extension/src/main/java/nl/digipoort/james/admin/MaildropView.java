// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.maildrop.MaildropTotals;
import org.apache.james.core.Username;

/** What an operator may know of a maildrop; the getters become JSON. Immutable. */
@JsonPropertyOrder({
    "user",
    "messages",
    "octets",
    "lock",
    "lastLogin",
    "lastRetrieval",
    "heldDeliveries",
    "oldestHeldAt",
    "limits"
})
final class MaildropView {
    private final Username user;
    private final MaildropTotals totals;
    private final Optional<LockView> lock;
    private final Activity activity;
    private final WaitingMaildrop held;
    private final AccountLimitValues limits;

    /**
     * @param held the mail held for this maildrop
     * @param limits the limits in force
     */
    MaildropView(
            Username user,
            MaildropTotals totals,
            Optional<LockView> lock,
            Activity activity,
            WaitingMaildrop held,
            AccountLimitValues limits) {
        this.user = user;
        this.totals = totals;
        this.lock = lock;
        this.activity = activity;
        this.held = held;
        this.limits = limits;
    }

    public String getUser() {
        return user.asString();
    }

    public int getMessages() {
        return totals.messages();
    }

    public long getOctets() {
        return totals.octets();
    }

    /** The lock in force. */
    public Optional<LockView> getLock() {
        return lock;
    }

    public Optional<LoginView> getLastLogin() {
        return activity.lastLogin().map(LoginView::new);
    }

    public Optional<RetrievalView> getLastRetrieval() {
        return activity.lastRetrieval().map(RetrievalView::new);
    }

    public long getHeldDeliveries() {
        return held.count();
    }

    /** Like all times here in ISO-8601, UTC. */
    public Optional<String> getOldestHeldAt() {
        return held.oldestHeldAt().map(Instant::toString);
    }

    public Map<String, Object> getLimits() {
        return AccountLimitView.json(limits);
    }

    /** The last login that reached the maildrop. Immutable. */
    @JsonPropertyOrder({"at", "client"})
    static final class LoginView {
        private final Activity.Login login;

        private LoginView(Activity.Login login) {
            this.login = login;
        }

        public String getAt() {
            return login.at().toString();
        }

        public String getClient() {
            return login.client();
        }
    }

    /** The last complete retrieval of a message. Immutable. */
    static final class RetrievalView {
        private final Instant at;

        private RetrievalView(Instant at) {
            this.at = at;
        }

        public String getAt() {
            return at.toString();
        }
    }
}
