package nl.digipoort.james.pop3.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import nl.digipoort.james.audit.SessionAudit.Ending;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.authorization.ClientTransport;
import org.apache.james.core.Username;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may delete at QUIT. */
class QuitCommandTest {
    private static final Username ANNA = Username.of("anna@example.org");

    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(100));
    private final QuitCommand quit = new QuitCommand(new RecordingMetricFactory());
    private final DigipoortSession session =
            new DigipoortSession(new ClientTransport("192.0.2.1"), new ProtocolConfigurationImpl("x") {});

    @BeforeEach
    void logInAndMark() throws Exception {
        maildrops.mailboxes().append(ANNA, "Subject: a\r\n\r\n");
        OpenMaildrop maildrop = maildrops.open(ANNA);
        session.open(ANNA, maildrop, TestAudit.noSession());
        maildrop.snapshot().delete(1);
        session.messageMarked();
    }

    @Test
    void deletesForAUserWhoStillHasTheRight() throws Exception {
        session.restsOn(() -> true);

        assertThat(quit.execute(session).statusLine()).isEqualTo("+OK Bye");

        assertThat(maildrops.mailboxes().messages(ANNA)).isEmpty();
        assertThat(session.releaseMaildrop()).contains(Ending.COMPLETE);
    }

    @Test
    void deletesNothingForAUserWhoHasLostTheRight() throws Exception {
        session.restsOn(() -> false);

        Reply reply = quit.execute(session);

        assertThat(reply.statusLine()).isEqualTo("-ERR The account has changed, no message was removed");
        assertThat(reply.isEndSession()).isTrue();
        assertThat(maildrops.locks().lookAll()).isEmpty();
        assertThat(maildrops.mailboxes().messages(ANNA)).hasSize(1);
        assertThat(session.releaseMaildrop()).contains(Ending.REVOKED);
    }

    @Test
    void deletesNothingWhileJamesCannotBeAsked() throws Exception {
        session.restsOn(() -> {
            throw new CredentialStoreUnavailableException("down", new IllegalStateException());
        });

        Reply reply = quit.execute(session);

        assertThat(reply.statusLine()).isEqualTo("-ERR [SYS/TEMP] No message was removed, try again later");
        assertThat(reply.isEndSession()).isTrue();
        assertThat(maildrops.mailboxes().messages(ANNA)).hasSize(1);
        assertThat(session.releaseMaildrop()).isEqualTo(Optional.of(Ending.INCOMPLETE));
    }
}
