// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.audit.NotRecordedException;
import org.apache.james.core.Username;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Request;

/** Records what an administrator does through WebAdmin: one record before it is done, one with the result. Thread-safe. */
final class AdministrationAudit {
    private final AuditTrail trail;

    @Inject
    AdministrationAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** An admin action on a user or on the user's maildrop. */
    AuditRecord action(AdminAction action, Request request, Username user) {
        return action(action, request).with(AuditField.USER, user.asString());
    }

    /** The administrator's name is the one that WebAdmin takes from the token, if it asks for one. */
    AuditRecord action(AdminAction action, Request request) {
        Optional<String> name = Optional.ofNullable(request.<Object>attribute(AuthenticationFilter.LOGIN))
                .map(Object::toString);
        return AuditRecord.of(AuditEvent.ADMINISTRATION_BEGUN)
                .with(AuditField.ACT, action.wire)
                .with(AuditField.ADDRESS, request.ip())
                .with(AuditField.ADMINISTRATOR, name);
    }

    /** Records the action before it is done; refuses if that is impossible. */
    void begin(AuditRecord action) {
        try {
            trail.require(action);
        } catch (NotRecordedException e) {
            throw Refusals.notRecorded();
        }
    }

    void end(AuditRecord action, boolean done) {
        trail.note(action.as(AuditEvent.ADMINISTRATION_ENDED).with(AuditField.OUTCOME, done ? "done" : "failed"));
    }

    /** Runs work that follows a change James has already made, and records whether it was done. */
    void followed(AuditRecord action, BooleanSupplier work) {
        boolean done = false;
        try {
            done = work.getAsBoolean();
        } finally {
            end(action, done);
        }
    }

    /** Records the action, runs the work and records whether it was done; refuses if the action cannot be recorded. */
    void recorded(AuditRecord action, Runnable work) {
        begin(action);
        followed(action, () -> {
            work.run();
            return true;
        });
    }

    /** An admin action through one of our routes, or through any other. */
    enum AdminAction {
        BREAK_LOCK("break-lock"),
        RELEASE_HELD("release-held"),
        READ_HELD("read-held"),
        REMOVE_HELD("remove-held"),
        READ_SUBJECT("read-subject"),
        MAKE_CREDENTIALS("make-credentials"),
        DELETE_CREDENTIALS("delete-credentials"),
        RELOAD_KEYS("reload-keys"),
        RELOAD_TLS("reload-tls"),
        SET_LIMITS("set-limits"),
        REMOVE_LIMITS("remove-limits"),
        SET_POLICY("set-policy"),
        REMOVE_POLICY("remove-policy"),
        EXPIRE("expire"),
        RESTORE_MAIL("restore-mail"),
        CONFIRM_CLOCK("confirm-clock"),
        WEBADMIN("webadmin");

        private final String wire;

        AdminAction(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }
}
