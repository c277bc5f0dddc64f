// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import nl.digipoort.james.maildrop.MessageAccess.LineEnds;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each call is one request to James and ends it, so that James releases what it keeps for it, such as a database connection. */
class JamesMailboxTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final int NO_LIMIT = 1000;

    private final TestMailboxes mailboxes = new TestMailboxes();
    private final CountingReader reader = new CountingReader();
    private int requests;
    private int open;
    private JamesMailbox mailbox;

    @BeforeEach
    void store() throws Exception {
        mailboxes.append(ANNA, "Subject: x\n\nText");
        mailboxes.append(ANNA, "Subject: y\r\n\r\nText\r\n");
        MailboxSession session = mailboxes.manager().createSystemSession(ANNA);
        mailbox = new JamesMailbox(
                counted(mailboxes.manager()),
                session,
                mailboxes.inbox(session).getId(),
                reader,
                MessageManager::delete);
    }

    @AfterEach
    void endedEveryRequest() {
        assertThat(open).isZero();
        assertThat(requests).isPositive();
    }

    @Test
    void endsTheRequestWithTheContent() throws Exception {
        StoredContent content = mailbox.open(1, 18, LineEnds.TO_BE_MADE_CANONICAL);

        assertThat(content.octets()).isEqualTo(18);
        assertThat(read(content.stream())).isEqualTo("Subject: x\r\n\r\nText\r\n");
        assertThat(open).isEqualTo(1);
        content.close();
    }

    @Test
    void leavesLineEndsThatAreCanonical() throws Exception {
        try (StoredContent content = mailbox.open(1, 16, LineEnds.CANONICAL)) {
            assertThat(read(content.stream())).isEqualTo("Subject: x\n\nText");
        }
    }

    @Test
    void opensAHeaderWithinARequestThatIsOver() throws Exception {
        Optional<StoredContent> header = mailbox.openHeader(2, 20, LineEnds.CANONICAL, NO_LIMIT);

        assertThat(open).isZero();
        assertThat(header.orElseThrow().octets()).isEqualTo(20);
        assertThat(read(header.orElseThrow().stream())).isEqualTo("Subject: y\r\n\r\n");
        assertThat(mailbox.openHeader(1, 18, LineEnds.TO_BE_MADE_CANONICAL, NO_LIMIT))
                .isEmpty();
    }

    @Test
    void measuresAMessage() throws Exception {
        assertThat(mailbox.canonicalLength(1)).isEqualTo(20);
        assertThat(mailbox.canonicalLength(2)).isEqualTo(20);
    }

    @Test
    void deletes() throws Exception {
        mailbox.delete(new long[] {1});

        assertThat(mailboxes.messages(ANNA)).containsExactly("Subject: y\r\n\r\nText\r\n");
    }

    @Test
    void endsTheRequestThatFails() {
        reader.fail();

        assertThatThrownBy(() -> mailbox.open(1, 18, LineEnds.CANONICAL)).isInstanceOf(MaildropException.class);
        assertThatThrownBy(() -> mailbox.openHeader(1, 18, LineEnds.CANONICAL, NO_LIMIT))
                .isInstanceOf(MaildropException.class);
        assertThatThrownBy(() -> mailbox.canonicalLength(1)).isInstanceOf(MaildropException.class);
    }

    @Test
    void endsTheRequestOfADeletionThatFails() throws MailboxException {
        mailboxes
                .manager()
                .deleteMailbox(MailboxPath.inbox(ANNA), mailboxes.manager().createSystemSession(ANNA));

        assertThatThrownBy(() -> mailbox.delete(new long[] {1})).isInstanceOf(MaildropException.class);
    }

    private static String read(InputStream stream) throws Exception {
        return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private MailboxManager counted(MailboxManager manager) {
        return (MailboxManager) Proxy.newProxyInstance(
                MailboxManager.class.getClassLoader(), new Class<?>[] {MailboxManager.class}, (proxy, method, args) -> {
                    if (method.getName().equals("startProcessingRequest")) {
                        requests++;
                        open++;
                    } else if (method.getName().equals("endProcessingRequest")) {
                        open--;
                    }
                    try {
                        return method.invoke(manager, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
