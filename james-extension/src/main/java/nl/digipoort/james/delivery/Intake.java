// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import javax.mail.MessagingException;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first mailet of a processor. It keeps mail in the queue while the database is unavailable, or while it must be recorded and cannot
 * be: James's spooler would try five times at once and then move the mail to an error repository in that same database. It also stores the
 * name under which the mail was accepted.
 */
public final class Intake extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Username ANYBODY = Username.of("anybody");

    private final MaildropLocks locks;
    private final AuditTrail trail;

    @Inject
    Intake(MaildropLocks locks, AuditTrail trail) {
        this.locks = locks;
        this.trail = trail;
    }

    @Override
    public void init() throws MessagingException {
        checkInitParameters(Set.of("onMailetException", "onMatchException"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        AcceptedName.keep(mail);
        boolean waited = false;
        while (!isDeliverable(waited)) {
            waited = true;
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new MessagingException("the server stops; mail " + mail.getName() + " stays in the spool");
            }
        }
    }

    private boolean isDeliverable(boolean waited) {
        try {
            locks.look(ANYBODY);
            if (trail.isRefusing()) {
                trail.probe();
            }
            return true;
        } catch (StoreUnavailableException | IOException e) {
            if (!waited) {
                LOGGER.error("The database or the audit trail is unavailable; mail waits in the spool", e);
            }
            return false;
        }
    }

    @Override
    public String getMailetInfo() {
        return "Lets mail in when it can be delivered";
    }
}
