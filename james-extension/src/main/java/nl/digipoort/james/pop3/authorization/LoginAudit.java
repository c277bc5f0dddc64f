// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.inject.Inject;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.audit.SessionAudit;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.pop3.DigipoortSession;
import org.apache.james.core.Username;

/** The audit records of logins whose credentials were judged, or that count like them. Other attempts are in the login log only. Thread-safe. */
final class LoginAudit {
    private final AuditTrail trail;

    @Inject
    LoginAudit(AuditTrail trail) {
        this.trail = trail;
    }

    /** Records a login that did not get a maildrop. */
    void refused(LoginAttempt attempt, LoginOutcome outcome) {
        trail.note(login(attempt)
                .with(AuditField.REFUSED_FROM, attempt.refusedFrom())
                .with(AuditField.POLICY, attempt.brokenRule())
                .with(AuditField.OUTCOME, outcome.code()));
    }

    /** Records that the session has the maildrop, and returns the audit for the rest of the session. */
    SessionAudit loggedIn(LoginAttempt attempt, Username user, OpenMaildrop maildrop) {
        AuditRecord login =
                login(attempt).with(AuditField.MAILDROP, user.asString()).with(AuditField.FENCE, maildrop.fence());
        trail.note(login.with(AuditField.REFUSED_FROM, attempt.refusedFrom())
                .with(AuditField.OUTCOME, LoginOutcome.OK.code())
                .with(AuditField.MESSAGES, maildrop.snapshot().count())
                .with(AuditField.SIZE, maildrop.snapshot().octets()));
        return new SessionAudit(trail, login);
    }

    private static AuditRecord login(LoginAttempt attempt) {
        DigipoortSession session = attempt.session();
        InetSocketAddress client = session.getRemoteAddress();
        Optional<SSLSession> tls = session.getSSLSession();
        return AuditRecord.of(AuditEvent.LOGIN)
                .with(AuditField.SESSION, session.getSessionID())
                .with(AuditField.ADDRESS, InetAddresses.toAddrString(client.getAddress()))
                .with(AuditField.PORT, client.getPort())
                .with(AuditField.TLS, tls.map(SSLSession::getProtocol))
                .with(AuditField.CIPHER, tls.map(SSLSession::getCipherSuite))
                .with(AuditField.MECHANISM, attempt.mechanism())
                .with(AuditField.USER, attempt.name());
    }
}
