// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.credential.CredentialKeyWatch;
import nl.digipoort.james.tls.TlsWatch;

/** Records that other credential keys or certificates are in force because their files were changed, or that they were refused. */
public final class ReloadAudit {
    private final AuditTrail trail;
    private final CredentialKeyWatch keys;
    private final TlsWatch tls;
    /** The last refusals. */
    private final Map<AdminAction, String> refused = new ConcurrentHashMap<>();

    @Inject
    ReloadAudit(AuditTrail trail, CredentialKeyWatch keys, TlsWatch tls) {
        this.trail = trail;
        this.keys = keys;
        this.tls = tls;
    }

    /** Must be called before the files are watched. */
    public void start() {
        keys.whenReloaded(reload -> reloaded(AdminAction.RELOAD_KEYS, reload));
        tls.whenReloaded(reload -> reloaded(AdminAction.RELOAD_TLS, reload));
    }

    /** What is refused is read again and again: it is recorded once. */
    private void reloaded(AdminAction action, Reload reload) {
        if (reload.kind() == Reload.Kind.CHANGED) {
            refused.remove(action);
            note(action, "done");
        } else if (reload.isRefused() && !reload.message().equals(refused.put(action, reload.message()))) {
            note(action, "failed");
        }
    }

    private void note(AdminAction action, String outcome) {
        trail.note(AuditRecord.of(AuditEvent.ADMINISTRATION_ENDED)
                .with(AuditField.ACT, action.wire())
                .with(AuditField.METHOD, "file")
                .with(AuditField.OUTCOME, outcome));
    }
}
