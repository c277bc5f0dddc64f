// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.authorization.ClientTransport;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What QUIT says, and that it says so of what has happened (RFC 1939 section 6). */
class QuitCommandTest {
    private static final Username ANNA = Username.of("anna@example.org");

    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(100));
    private final DigipoortSession session =
            new DigipoortSession(new ClientTransport("192.0.2.7"), new ProtocolConfigurationImpl("test") {});

    @BeforeEach
    void store() throws Exception {
        maildrops.mailboxes().append(ANNA, "Subject: one\r\n\r\n");
        maildrops.mailboxes().append(ANNA, "Subject: two\r\n\r\n");
    }

    @Test
    void endsASessionThatIsNotLoggedIn() {
        assertThatEnds(quit(), "+OK Bye");
    }

    @Test
    void deletesWhatIsMarkedAndFreesTheMaildrop() throws Exception {
        open();
        mark();

        assertThatEnds(quit(), "+OK Bye");

        assertThat(maildrops.mailboxes().messages(ANNA)).containsExactly("Subject: two\r\n\r\n");
        assertThat(maildrops.locks().look(ANNA)).isEmpty();
        assertThat(session.releaseMaildrop()).contains(Ending.COMPLETE);
    }

    @Test
    void saysThatTheLockIsLostAndDeletesNothing() throws Exception {
        open();
        mark();
        maildrops.locks().pass(TestLocks.LEASE);

        assertThatEnds(quit(), "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed");

        assertThat(maildrops.mailboxes().messages(ANNA)).hasSize(2);
    }

    @Test
    void saysThatTheLockIsLostAlsoWhereNothingIsMarked() throws Exception {
        open();
        maildrops.locks().pass(TestLocks.LEASE);

        assertThatEnds(quit(), "-ERR [SYS/TEMP] The maildrop lock was lost, no message was removed");
    }

    @Test
    void deletesNothingForAUserWhoHasLostTheRight() throws Exception {
        open();
        mark();
        session.restsOn(() -> false);

        assertThatEnds(quit(), "-ERR The account has changed, no message was removed");

        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(maildrops.mailboxes().messages(ANNA)).hasSize(2);
        assertThat(session.releaseMaildrop()).contains(Ending.REVOKED);
    }

    @Test
    void deletesNothingWhileJamesCannotBeAsked() throws Exception {
        open();
        mark();
        session.restsOn(() -> {
            throw new CredentialStoreUnavailableException("down", new IllegalStateException());
        });

        assertThatEnds(quit(), "-ERR [SYS/TEMP] No message was removed, try again later");

        assertThat(maildrops.mailboxes().messages(ANNA)).hasSize(2);
        assertThat(session.releaseMaildrop()).contains(Ending.INCOMPLETE);
    }

    private void open() throws Exception {
        session.open(ANNA, maildrops.open(ANNA), TestAudit.noSession());
        session.restsOn(() -> true);
    }

    private void mark() {
        session.maildrop().snapshot().delete(1);
        session.messageMarked();
    }

    private Reply quit() {
        return new QuitCommand(new RecordingMetricFactory()).execute(session);
    }

    private static void assertThatEnds(Reply reply, String statusLine) {
        assertThat(reply.statusLine()).isEqualTo(statusLine);
        assertThat(reply.isEndSession()).isTrue();
    }
}
