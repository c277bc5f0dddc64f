// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.TestMaildrops;
import org.apache.james.adapter.mailbox.MailboxManagerManagement;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** James's own MBean for mailboxes, as its command line calls it. */
class CliMailboxLockTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final String MESSAGE = "Subject: x\r\n\r\nText\r\n";
    private static final String IN_USE = "not done, or not all of it: the maildrop of anna@example.org is in use by a"
            + " session or a delivery; try again later";

    @TempDir
    Path folder;

    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(1000));
    private final UsersRepository users = TestUsers.inMemory();
    private MailboxManagerManagement management;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        users.addUser(ANNA, "secret");
        management = new MailboxManagerManagement();
        management.setMailboxManager(maildrops.mailboxes().manager());
        CliRequests requests = new CliRequests(maildrops.mailboxes().manager(), users, maildrops.leases());
        new CliMailboxLock(management, requests).start();
        file = Files.writeString(folder.resolve("message.eml"), MESSAGE);
    }

    @AfterEach
    void leavesNoLock() {
        assertThat(maildrops.locks().lookAll()).isEmpty();
    }

    @Test
    void importsBeforeTheFirstLogin() throws Exception {
        importInto(ANNA, "INBOX", file);
        importInto(ANNA, "inbox", file);

        assertThat(maildrops.mailboxes().messages(ANNA)).containsExactly(MESSAGE, MESSAGE);
    }

    @Test
    void importsUnderTheLock() throws Exception {
        Login login = new Login();
        maildrops.mailboxes().events().register(login);

        importInto(ANNA, "INBOX", file);

        assertThat(login.gotIn).containsExactly(false);
    }

    @Test
    void importsNothingDuringASession() throws Exception {
        OwnedLease session =
                maildrops.leases().forSession(ANNA, "192.0.2.7").ask().orElseThrow();

        assertThatThrownBy(() -> importInto(ANNA, "INBOX", file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(IN_USE);

        session.release();
        assertThat(maildrops.mailboxes().messages(ANNA)).isEmpty();
        importInto(ANNA, "INBOX", file);
        assertThat(maildrops.mailboxes().messages(ANNA)).containsExactly(MESSAGE);
    }

    @Test
    void importsNothingWhileTheLockStoreIsUnavailable() throws Exception {
        maildrops.locks().cutOff(true);

        assertThatThrownBy(() -> importInto(ANNA, "INBOX", file)).isInstanceOf(IllegalStateException.class);

        maildrops.locks().cutOff(false);
        assertThat(maildrops.mailboxes().messages(ANNA)).isEmpty();
    }

    @Test
    void saysThatAFileIsNotThere() throws Exception {
        Path none = folder.resolve("none.eml");

        assertThatThrownBy(() -> importInto(ANNA, "INBOX", none)).hasMessageContaining(none.toString());

        assertThat(maildrops.mailboxes().messages(ANNA)).isEmpty();
    }

    @Test
    void saysThatAMailboxIsNotThere() {
        assertThatThrownBy(() -> importInto(ANNA, "Archive", file))
                .hasMessageStartingWith("not done")
                .hasMessageContaining("Archive");
    }

    @Test
    void makesNoInboxForSomebodyWhoIsNoUser() {
        Username nobody = Username.of("nobody@example.org");

        assertThatThrownBy(() -> importInto(nobody, "INBOX", file))
                .hasMessage("not done, or not all of it: there is no user nobody@example.org");

        assertThat(management.listMailboxes(nobody.asString())).isEmpty();
    }

    @Test
    void deletesNoMailboxDuringASession() throws Exception {
        importInto(ANNA, "INBOX", file);
        OwnedLease session =
                maildrops.leases().forSession(ANNA, "192.0.2.7").ask().orElseThrow();

        assertThatThrownBy(() -> management.deleteMailbox("#private", ANNA.asString(), "INBOX"))
                .hasMessage(IN_USE);
        assertThatThrownBy(() -> management.deleteMailboxes(ANNA.asString())).hasMessage(IN_USE);

        session.release();
        assertThat(maildrops.mailboxes().messages(ANNA)).containsExactly(MESSAGE);
    }

    @Test
    void makesListsAndDeletesMailboxes() {
        management.createMailbox("#private", ANNA.asString(), "INBOX");
        management.createMailbox("#private", ANNA.asString(), "Archive");
        management.createMailbox("#private", ANNA.asString(), "Sent");
        assertThat(management.listMailboxes(ANNA.asString())).containsExactly("Archive", "INBOX", "Sent");

        management.deleteMailbox("#private", ANNA.asString(), "Sent");
        assertThat(management.listMailboxes(ANNA.asString())).containsExactly("Archive", "INBOX");

        assertThat(management.deleteMailboxes(ANNA.asString())).isTrue();
        assertThat(management.listMailboxes(ANNA.asString())).isEmpty();
    }

    @Test
    void saysThatThereIsNothingToDelete() {
        assertThatThrownBy(() -> management.deleteMailbox("#private", ANNA.asString(), "Archive"))
                .hasMessageStartingWith("not done");
    }

    private void importInto(Username user, String mailbox, Path message) {
        management.importEmlFileToMailbox("#private", user.asString(), mailbox, message.toString());
    }

    /** Tries to log in when a message has been added. */
    private final class Login implements EventListener.GroupEventListener {
        private final List<Boolean> gotIn = new ArrayList<>();

        @Override
        public Group getDefaultGroup() {
            return new LoginGroup();
        }

        @Override
        public boolean isHandling(Event event) {
            return event instanceof Added;
        }

        @Override
        public void event(Event event) {
            Optional<OwnedLease> session =
                    maildrops.leases().forSession(ANNA, "192.0.2.8").ask();
            gotIn.add(session.isPresent());
            session.ifPresent(OwnedLease::release);
        }
    }

    private static final class LoginGroup extends Group {}
}
