// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.authorization.ClientTransport;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.pop3.POP3Session;
import org.junit.jupiter.api.Test;

class DigipoortSessionTest {
    private static final Username ANNA = Username.of("anna@example.org");

    private final ClientTransport transport = new ClientTransport("192.0.2.7");
    private final DigipoortSession session = new DigipoortSession(transport, new ProtocolConfigurationImpl("test") {});
    private final TestMaildrops maildrops = new TestMaildrops(TestBudget.of(100));

    @Test
    void goesFromClearToTransactionByTls() throws Exception {
        assertThat(session.phase()).isEqualTo(Phase.CLEAR);
        assertThatThrownBy(session::maildrop).isInstanceOf(IllegalStateException.class);

        transport.startTls();
        assertThat(session.phase()).isEqualTo(Phase.SECURED);

        OpenMaildrop maildrop = maildrops.open(ANNA);
        session.open(ANNA, maildrop, TestAudit.noSession());
        assertThat(session.phase()).isEqualTo(Phase.TRANSACTION);
        assertThat(session.maildrop()).isSameAs(maildrop);
        assertThat(session.getUsername()).isEqualTo(ANNA);
        assertThat(session.getHandlerState()).isEqualTo(POP3Session.TRANSACTION);
    }

    @Test
    void freesTheMaildropOnce() throws Exception {
        session.open(ANNA, maildrops.open(ANNA), TestAudit.noSession());

        assertThat(session.releaseMaildrop()).isPresent();

        assertThat(session.releaseMaildrop()).isEmpty();
        assertThat(maildrops.locks().look(ANNA)).isEmpty();
    }

    @Test
    void remembersTheNameThatUserGaveForOneCommand() {
        session.announce("anna");
        assertThat(session.takeAnnouncedUser()).contains("anna");
        assertThat(session.takeAnnouncedUser()).isEmpty();

        session.announce("anna");
        session.resetState();
        assertThat(session.takeAnnouncedUser()).isEmpty();
    }
}
