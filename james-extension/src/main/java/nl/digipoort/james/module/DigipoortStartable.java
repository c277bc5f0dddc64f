// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import java.util.Set;
import javax.inject.Inject;
import nl.digipoort.james.activity.UseCensus;
import nl.digipoort.james.admin.CliAudit;
import nl.digipoort.james.admin.CliMailboxLock;
import nl.digipoort.james.admin.CliPasswordRecorder;
import nl.digipoort.james.admin.ReloadAudit;
import nl.digipoort.james.audit.AcceptedLoss;
import nl.digipoort.james.audit.ClockAudit;
import nl.digipoort.james.audit.LockAudit;
import nl.digipoort.james.audit.ServerAudit;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.credential.CredentialKeyWatch;
import nl.digipoort.james.delivery.HeldSweep;
import nl.digipoort.james.limits.AccountLimitRefresh;
import nl.digipoort.james.lock.LeaseKeeper;
import nl.digipoort.james.maildrop.MailboxUpkeep;
import nl.digipoort.james.pop3.server.Pop3Listeners;
import nl.digipoort.james.retention.RetentionSchedule;
import nl.digipoort.james.scrub.ScrubSchedule;
import nl.digipoort.james.smtp.SmtpListeners;
import nl.digipoort.james.tls.TlsWatch;
import org.apache.james.utils.UserDefinedStartable;

/**
 * Started by James after its WebAdmin server; named as {@code guice.extension.startable} in {@code extensions.properties}. Once the POP3
 * port answers, mail can come in and go out.
 */
public final class DigipoortStartable implements UserDefinedStartable {
    private final ClockWatch clock;
    private final ClockAudit clockAudit;
    private final Findings configuration;
    private final CredentialKeyWatch keyWatch;
    private final CliPasswordRecorder passwordRecorder;
    private final CliMailboxLock mailboxLock;
    private final CliAudit cliAudit;
    private final ReloadAudit reloadAudit;
    private final HeldSweep heldSweep;
    private final ServerAudit serverAudit;
    private final AcceptedLoss acceptedLoss;
    private final LockAudit lockAudit;
    private final LeaseKeeper leaseKeeper;
    private final AccountLimitRefresh limitRefresh;
    private final RecordRestriction recordRestriction;
    private final SmtpListeners smtpListeners;
    private final Pop3Listeners pop3Listeners;
    private final TlsWatch tlsWatch;
    private final RetentionSchedule retention;
    private final ScrubSchedule scrub;
    private final UseCensus uses;
    private final Set<MailboxUpkeep> upkeep;

    @Inject
    DigipoortStartable(
            ClockWatch clock,
            ClockAudit clockAudit,
            Findings configuration,
            CredentialKeyWatch keyWatch,
            CliPasswordRecorder passwordRecorder,
            CliMailboxLock mailboxLock,
            CliAudit cliAudit,
            ReloadAudit reloadAudit,
            HeldSweep heldSweep,
            ServerAudit serverAudit,
            AcceptedLoss acceptedLoss,
            LockAudit lockAudit,
            LeaseKeeper leaseKeeper,
            AccountLimitRefresh limitRefresh,
            RecordRestriction recordRestriction,
            SmtpListeners smtpListeners,
            Pop3Listeners pop3Listeners,
            TlsWatch tlsWatch,
            RetentionSchedule retention,
            ScrubSchedule scrub,
            UseCensus uses,
            Set<MailboxUpkeep> upkeep) {
        this.clock = clock;
        this.clockAudit = clockAudit;
        this.configuration = configuration;
        this.keyWatch = keyWatch;
        this.passwordRecorder = passwordRecorder;
        this.mailboxLock = mailboxLock;
        this.cliAudit = cliAudit;
        this.reloadAudit = reloadAudit;
        this.heldSweep = heldSweep;
        this.serverAudit = serverAudit;
        this.acceptedLoss = acceptedLoss;
        this.lockAudit = lockAudit;
        this.leaseKeeper = leaseKeeper;
        this.limitRefresh = limitRefresh;
        this.recordRestriction = recordRestriction;
        this.smtpListeners = smtpListeners;
        this.pop3Listeners = pop3Listeners;
        this.tlsWatch = tlsWatch;
        this.retention = retention;
        this.scrub = scrub;
        this.uses = uses;
        this.upkeep = upkeep;
    }

    @Override
    public void start() {
        serverAudit.start();
        clockAudit.start();
        clock.start();
        acceptedLoss.record();
        configuration.warn();
        passwordRecorder.start();
        mailboxLock.start();
        cliAudit.start();
        reloadAudit.start();
        lockAudit.start();
        leaseKeeper.start();
        limitRefresh.start();
        recordRestriction.start();
        smtpListeners.start();
        try {
            pop3Listeners.start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the POP3 server cannot start: " + e.getMessage(), e);
        }
        keyWatch.start();
        tlsWatch.start();
        heldSweep.start();
        retention.start();
        scrub.start();
        uses.start();
        upkeep.forEach(MailboxUpkeep::start);
    }
}
