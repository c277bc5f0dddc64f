// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import javax.inject.Inject;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;

/** Records each account that is moved, and each domain and rewriting that is added: before that, and with the result. Thread-safe. */
final class MoveAudit {
    private final AuditTrail trail;

    @Inject
    MoveAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * @param act {@code export} or {@code import}
     * @throws nl.digipoort.james.audit.NotRecordedException if the account may not be moved
     */
    Step begins(String act, Username user) {
        return begins(act(act).with(AuditField.USER, user.asString()));
    }

    /** @throws nl.digipoort.james.audit.NotRecordedException if the domain may not be added */
    Step beginsDomain(Domain domain) {
        return begins(act("import").with(AuditField.METHOD, "addDomain").with(AuditField.DOMAIN, domain.asString()));
    }

    /**
     * @param source the address that is rewritten
     * @throws nl.digipoort.james.audit.NotRecordedException if that may not be added
     */
    Step beginsRewriting(String source) {
        return begins(act("import").with(AuditField.METHOD, "addMapping").with(AuditField.USER, source));
    }

    private static AuditRecord act(String act) {
        return AuditRecord.of(AuditEvent.ADMINISTRATION_BEGUN).with(AuditField.ACT, act);
    }

    private Step begins(AuditRecord begun) {
        trail.require(begun);
        return new Step(begun.as(AuditEvent.ADMINISTRATION_ENDED));
    }

    /** What has begun. It has failed if it is closed before it is done. */
    final class Step implements AutoCloseable {
        private final AuditRecord ended;
        private boolean done;

        private Step(AuditRecord ended) {
            this.ended = ended;
        }

        /** @throws nl.digipoort.james.audit.NotRecordedException if that cannot be recorded */
        void done(MovedAccount account) {
            trail.require(ended.with(AuditField.OUTCOME, "done")
                    .with(AuditField.MESSAGES, account.messages())
                    .with(AuditField.SHA256, account.sha256()));
            done = true;
        }

        /** The end of what has no messages. */
        void done() {
            trail.note(ended.with(AuditField.OUTCOME, "done"));
            done = true;
        }

        @Override
        public void close() {
            if (!done) {
                trail.note(ended.with(AuditField.OUTCOME, "failed"));
            }
        }
    }
}
