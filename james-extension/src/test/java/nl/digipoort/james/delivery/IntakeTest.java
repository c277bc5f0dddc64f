// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static nl.digipoort.james.delivery.TestDeliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicReference;
import javax.mail.MessagingException;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.lock.TestLocks;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final TestLocks locks = new TestLocks();
    private final TestAudit audit = new TestAudit();
    private final Intake intake = new Intake(locks, audit.trail());

    @Test
    void keepsTheNameUnderWhichTheMailWasAccepted() throws Exception {
        Mail mail = mail("Mail1", "one");

        intake.service(mail);
        mail.setName("another-!1234567");
        intake.service(mail);

        assertThat(AcceptedName.of(mail)).isEqualTo("Mail1");
    }

    @Test
    void letsMailWaitWhileTheStoreIsUnavailable() throws Exception {
        locks.cutOff(true);
        Thread spooler = new Thread(() -> serve(new AtomicReference<>()));
        spooler.start();
        await().until(() -> spooler.getState() == Thread.State.TIMED_WAITING);

        locks.cutOff(false);

        spooler.join();
    }

    @Test
    void letsMailWaitWhileItCannotBeRecorded() throws Exception {
        audit.breakDown(true);
        Thread spooler = new Thread(() -> serve(new AtomicReference<>()));
        spooler.start();
        await().until(() -> spooler.getState() == Thread.State.TIMED_WAITING);

        audit.breakDown(false);

        spooler.join();
    }

    @Test
    void leavesMailInTheSpoolWhenTheServerStops() throws Exception {
        locks.cutOff(true);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread spooler = new Thread(() -> serve(failure));
        spooler.start();
        await().until(() -> spooler.getState() == Thread.State.TIMED_WAITING);

        spooler.interrupt();
        spooler.join();

        assertThat(failure.get())
                .isInstanceOf(MessagingException.class)
                .hasMessage("the server stops; mail Mail1 stays in the spool");
    }

    private void serve(AtomicReference<Exception> failure) {
        try {
            intake.service(mail("Mail1", "one"));
        } catch (Exception e) {
            failure.set(e);
        }
    }
}
