// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.transaction;

import static nl.digipoort.james.pop3.Answers.body;
import static nl.digipoort.james.pop3.Answers.delayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.budget.BodyBudget;
import nl.digipoort.james.budget.BudgetMetrics;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.maildrop.CountingReader;
import nl.digipoort.james.maildrop.TestMaildrops;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.AwaitedMemory;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.authorization.ClientTransport;
import nl.digipoort.james.testing.OddMessages;
import org.apache.james.core.Username;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TOP of no lines of the body, which reads no body. */
class TopCommandTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final int BUDGET = 100;
    private static final List<String> NO_LINES = List.of("1", "0");

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final BodyBudget budget = TestBudget.of(BUDGET);
    private final CountingReader reader = new CountingReader();
    private final TestAudit records = new TestAudit("<sha256>true</sha256>");
    private final DigipoortSession session =
            new DigipoortSession(new ClientTransport("192.0.2.7"), new ProtocolConfigurationImpl("test") {});
    private final TopCommand top = new TopCommand(
            new AwaitedMemory(TestBudget.settings(""), new BudgetMetrics(metrics, new NoopGaugeRegistry())), metrics);
    private TestMaildrops maildrops;

    @AfterEach
    void holdsNoMemory() {
        try (Reservation whole = budget.reserve(BUDGET)) {
            assertThat(whole.isGranted()).isTrue();
        }
    }

    @Test
    void sendsTheSameOctetsAsFromTheWholeMessage() throws Exception {
        Map<String, byte[]> messages = OddMessages.all();
        messages.put("bare-lf", latin1("Subject: x\n\nText\r\n\r\nmore\n"));
        messages.put("bare-lf-in-header", latin1("Subject: x\nTo: y\r\n\r\nText\r\n"));
        messages.put("bare-lf-without-crlf", latin1("Subject: x\n\nText"));
        messages.put("no-end", latin1("Subject: x"));
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            open(latin1(message.getValue()));

            try (Answer reply = top.execute(session, 1, NO_LINES)) {
                assertThat(content(reply)).as(message.getKey()).isEqualTo(top(latin1(message.getValue())));
            }
        }
    }

    @Test
    void readsNoBodyAndWaitsForNoMemory() throws Exception {
        open("Subject: x\r\nTo: y\r\n\r\none\r\n" + "x".repeat(100_000) + "\r\n");

        try (Reservation other = budget.reserve(BUDGET);
                Answer reply = top.execute(session, 1, NO_LINES)) {
            assertThat(other.isGranted()).isTrue();
            assertThat(content(reply)).isEqualTo("Subject: x\r\nTo: y\r\n\r\n");
            assertThat(reader.bodies()).isZero();
        }
        assertThat(records.records("event", "command", "size")).containsExactly("retrieval-begun TOP 100028");
    }

    @Test
    void readsABodyLineFromTheWholeMessage() throws Exception {
        open("Subject: x\r\n\r\none\r\ntwo\r\n");

        try (Answer reply = top.execute(session, 1, List.of("1", "1"))) {
            assertThat(content(reply)).isEqualTo("Subject: x\r\n\r\none\r\n");
            assertThat(reader.bodies()).isOne();
        }
    }

    @Test
    void waitsForMemoryForAHeaderThatIsLong() throws Exception {
        open("X: y\r\n".repeat(20_000) + "\r\nText\r\n");

        try (Reservation other = budget.reserve(BUDGET);
                Answer reply = top.execute(session, 1, NO_LINES)) {
            assertThat(other.isGranted()).isTrue();
            delayed(reply).drop();
        }
        assertThat(reader.bodies()).isZero();
    }

    @Test
    void saysThatTheHeaderCannotBeRead() throws Exception {
        open("Subject: x\r\n\r\n");
        reader.fail();

        assertThat(top.execute(session, 1, NO_LINES).statusLine())
                .isEqualTo("-ERR [SYS/TEMP] Message cannot be read now, try again later");
    }

    @Test
    void givesNoHeaderWhenTheLockIsLost() throws Exception {
        open("Subject: x\r\n\r\n");
        maildrops.locks().pass(TestLocks.LEASE);

        assertThat(top.execute(session, 1, NO_LINES).statusLine())
                .startsWith("-ERR [SYS/TEMP] The maildrop lock was lost");
    }

    @Test
    void breaksTheHeaderOffWhenTheLockIsLost() throws Exception {
        open("Subject: x\r\n\r\n");

        try (Answer reply = top.execute(session, 1, NO_LINES);
                InputStream header = body(reply).stream()) {
            assertThat(header.read()).isEqualTo('S');
            maildrops.locks().pass(TestLocks.LEASE);
            assertThatThrownBy(header::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    /** Its own maildrop each time, so that it is message 1. */
    private void open(String message) throws Exception {
        maildrops = new TestMaildrops(budget, reader);
        maildrops.mailboxes().append(ANNA, message);
        session.open(ANNA, maildrops.open(ANNA), records.session());
        reader.forget();
    }

    private static String content(Answer reply) throws IOException {
        return latin1(body(reply).stream().readAllBytes());
    }

    /** By RFC 1939 section 7, of the message as RETR sends it. */
    private static String top(String message) {
        String sent = message.replaceAll("(?<!\r)\n", "\r\n");
        if (!sent.isEmpty() && !sent.endsWith("\n")) {
            sent += "\r\n";
        }
        int empty = sent.startsWith("\r\n") ? 0 : sent.indexOf("\n\r\n") + 1;
        return empty == 0 && !sent.startsWith("\r\n") ? sent : sent.substring(0, empty + 2);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
