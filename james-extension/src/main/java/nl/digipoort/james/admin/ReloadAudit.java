// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.credential.CredentialKeyWatch;
import nl.digipoort.james.credential.KeyReload;
import nl.digipoort.james.tls.TlsReload;
import nl.digipoort.james.tls.TlsWatch;

/** Records that other credential keys or certificates are in force because their files were changed, or that they were refused. */
public final class ReloadAudit {
    private final AuditTrail trail;
    private final CredentialKeyWatch keys;
    private final TlsWatch tls;
    private String refusedKeys = "";
    private String refusedTls = "";

    @Inject
    ReloadAudit(AuditTrail trail, CredentialKeyWatch keys, TlsWatch tls) {
        this.trail = trail;
        this.keys = keys;
        this.tls = tls;
    }

    /** Must be called before the files are watched. */
    public void start() {
        keys.whenReloaded(this::reloaded);
        tls.whenReloaded(this::reloaded);
    }

    /** What is refused is read again and again: it is recorded once. */
    private void reloaded(KeyReload reload) {
        if (reload.kind() == KeyReload.Kind.CHANGED) {
            refusedKeys = "";
            note(AdminAction.RELOAD_KEYS, "done");
        } else if (reload.kind() != KeyReload.Kind.UNCHANGED
                && !reload.message().equals(refusedKeys)) {
            refusedKeys = reload.message();
            note(AdminAction.RELOAD_KEYS, "failed");
        }
    }

    private void reloaded(TlsReload reload) {
        if (reload.kind() == TlsReload.Kind.CHANGED) {
            refusedTls = "";
            note(AdminAction.RELOAD_TLS, "done");
        } else if (reload.kind() == TlsReload.Kind.REFUSED && !reload.message().equals(refusedTls)) {
            refusedTls = reload.message();
            note(AdminAction.RELOAD_TLS, "failed");
        }
    }

    private void note(AdminAction action, String outcome) {
        trail.note(AuditRecord.of(AuditEvent.ADMINISTRATION_ENDED)
                .with(AuditField.ACT, action.wire())
                .with(AuditField.METHOD, "file")
                .with(AuditField.OUTCOME, outcome));
    }
}
