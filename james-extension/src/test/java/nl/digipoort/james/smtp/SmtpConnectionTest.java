// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.mail.MailDigests;
import nl.digipoort.james.mail.NoRoomException;
import nl.digipoort.james.transport.ConnectionEvent;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogue as a client sees it, its order, and what is left behind. */
class SmtpConnectionTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String MESSAGE = "Subject: x\r\n\r\nHello.\r\n";
    private static final String END = ".\r\n";
    private static final String NEXT = "NOOP\r\n";

    @TempDir
    private Path spool;

    @Test
    void announcesWhatItCanAndNoMore() {
        Receiver receiver = Receiver.smtp("");

        assertThat(receiver.received()).isEqualTo("220 mx.example.org ESMTP\r\n");
        assertThat(receiver.send(Receiver.HELLO))
                .isEqualTo(String.join(
                        "\r\n",
                        "250-mx.example.org",
                        "250-PIPELINING",
                        "250-8BITMIME",
                        "250-SIZE 41943040",
                        "250-ENHANCEDSTATUSCODES",
                        "250 STARTTLS",
                        ""));
        assertThat(receiver.send("HELO x\r\n")).isEqualTo("250 mx.example.org\r\n");
    }

    @Test
    void handsAMessageOverWithItsTrace() {
        Receiver receiver = Receiver.smtp("");

        String reply = receiver.send(Receiver.TO_DATA + MESSAGE + END);

        FakeReception.Accepted mail = receiver.mails.accepted.get(0);
        assertThat(reply).endsWith("250 2.6.0 " + mail.name + " accepted\r\n");
        assertThat(new String(mail.content, US_ASCII)).isEqualTo(MESSAGE);
        assertThat(mail.maildrops()).containsExactly("alice@example.org");
        assertThat(new String(mail.addressees.get(0).trace(), US_ASCII))
                .matches("Return-Path: <agency@example\\.com>\r\n"
                        + "Received: from client\\.example\\.com \\(\\[192\\.0\\.2\\.7\\]\\)\r\n"
                        + "\tby mx\\.example\\.org with ESMTP id " + mail.name + "\r\n"
                        + "\tfor <alice@example\\.org>; [A-Z][a-z]{2}, [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} "
                        + "[0-9:]{8} \\+0000\r\n");
        assertThat(receiver.metrics.countFor("digipoort-smtp-accepted")).isEqualTo(1);
    }

    @Test
    void keepsOnlyWhatAHostNameHasOfTheClientsAndTellsNoRecipientOfAnother() {
        Receiver receiver = Receiver.smtp("");

        receiver.send("EHLO a(b)<c> d" + "e".repeat(300) + "\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\n"
                + "RCPT TO:<bob@example.org>\r\nDATA\r\n" + MESSAGE + END);

        String trace =
                new String(receiver.mails.accepted.get(0).addressees.get(0).trace(), US_ASCII);
        assertThat(trace).startsWith("Return-Path: <>\r\nReceived: from abcd" + "e".repeat(251) + " ([");
        assertThat(trace).doesNotContain(" for ").doesNotContain("bob");
    }

    @Test
    void makesOneAddresseeOfSeveralRecipientsWithOneMaildrop() {
        Receiver receiver = Receiver.smtp("");

        receiver.send(Receiver.HELLO + Receiver.ENVELOPE
                + "RCPT TO:<al@example.org>\r\nRCPT TO:<both@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n"
                + MESSAGE + END);

        assertThat(receiver.mails.accepted.get(0).maildrops())
                .containsExactlyInAnyOrder("alice@example.org", "bob@example.org");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void answersPipelinedCommandsInOrderHoweverTheyAreCut(int chunk) {
        Receiver receiver = Receiver.smtp("");
        byte[] dialogue = (Receiver.TO_DATA + "..a\r\n.b\r\n.\r.\r\n" + END + Receiver.ENVELOPE
                        + "RCPT TO:<x@example.org>\r\nDATA\r\n" + END + "QUIT\r\n")
                .getBytes(US_ASCII);
        receiver.received();

        String replies = receiver.send(dialogue, chunk);

        assertThat(replies.lines().filter(line -> line.charAt(3) == ' ').map(line -> line.substring(0, 3)))
                .containsExactly("250", "250", "250", "354", "250", "250", "250", "550", "354", "250", "221");
        assertThat(receiver.mails.accepted).hasSize(2);
        assertThat(new String(receiver.mails.accepted.get(0).content, US_ASCII)).isEqualTo(".a\r\nb\r\n\r.\r\n");
        assertThat(receiver.mails.accepted.get(1).content).isEmpty();
        assertThat(receiver.channel.isOpen()).isFalse();
    }

    @Test
    void takesALineOfAMegabyteAndKeepsItInAFileThatHasNoName() {
        Receiver receiver = Receiver.smtp(spoolAt(spool));
        receiver.send(Receiver.TO_DATA);

        receiver.send("x".repeat(1 << 20).getBytes(US_ASCII), 50_000);
        assertThat(names(spool)).isEmpty();
        assertThat(receiver.send("\r\n" + END + NEXT)).startsWith("250 2.6.0").endsWith("250 2.0.0 OK\r\n");

        assertThat(receiver.mails.accepted.get(0).content).hasSize((1 << 20) + 2);
        assertThat(names(spool)).isEmpty();
        assertThat(receiver.service.memory().left())
                .isEqualTo(receiver.service.settings().data().memory());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\nb\r\n",
                "a\n.\r\nMAIL FROM:<evil@example.com>\r\n",
                "a\r\n.\nQUIT\r\n",
                "a\r.\n",
                ".\n",
                "\n",
            })
    void refusesAMessageWithABareLineFeedAsOneMessage(String smuggled) {
        Receiver receiver = Receiver.smtp("");
        receiver.send(Receiver.TO_DATA);

        assertThat(receiver.send(smuggled)).isEmpty();
        assertThat(receiver.send("\r\n" + END + NEXT))
                .isEqualTo("550 5.6.0 Message has a line feed without a carriage return\r\n250 2.0.0 OK\r\n");
        assertThat(receiver.mails.accepted).isEmpty();
    }

    @Test
    void aBareCarriageReturnEndsNothing() {
        Receiver receiver = Receiver.smtp("");
        receiver.send(Receiver.TO_DATA);

        assertThat(receiver.send("a\r.\rb\r\n.\rc\0\u00ff\r\n" + END)).startsWith("250 ");

        assertThat(new String(receiver.mails.accepted.get(0).content, ISO_8859_1))
                .isEqualTo("a\r.\rb\r\n\rc\0\u00ff\r\n");
    }

    @Test
    void drainsAMessageThatIsTooLargeAndStaysInStep() {
        Receiver receiver = Receiver.smtp("<maxmessagesize>64</maxmessagesize>");
        receiver.send(Receiver.TO_DATA);

        assertThat(receiver.send(new byte[200_000])).isEmpty();
        assertThat(receiver.service.memory().left())
                .isEqualTo(receiver.service.settings().data().memory());
        assertThat(receiver.send("\r\n" + END + NEXT)).startsWith("552 5.3.4 ").endsWith("\r\n250 2.0.0 OK\r\n");
        assertThat(receiver.metrics.countFor("digipoort-smtp-refused")).isEqualTo(1);
    }

    @Test
    void answersOnceWhenTheFileCannotBeWritten() throws IOException {
        Path gone = Files.createDirectory(spool.resolve("gone"));
        Receiver receiver = Receiver.smtp(spoolAt(gone));
        Files.delete(gone);
        receiver.send(Receiver.TO_DATA);

        assertThat(receiver.send("x".repeat(100_000).getBytes(US_ASCII), 10_000))
                .isEmpty();
        assertThat(receiver.send("\r\n" + END + NEXT))
                .isEqualTo("452 4.3.1 Not enough storage, try again later\r\n250 2.0.0 OK\r\n");
        assertThat(receiver.metrics.countFor("digipoort-smtp-deferred")).isEqualTo(1);
    }

    @Test
    void answersEachFailureOfTheReceptionForAWhileOnly() {
        for (Throwable failure : List.of(
                new IOException("disk"),
                new StoreUnavailableException("store", new IOException("away")),
                new IllegalStateException("bug"),
                new OutOfMemoryError("test"))) {
            Receiver receiver = Receiver.smtp("");
            receiver.mails.failure = Optional.of(failure);

            receiver.send(Receiver.TO_DATA);
            assertThat(receiver.send(MESSAGE + END + NEXT))
                    .isEqualTo("451 4.3.0 Temporary failure, try again later\r\n250 2.0.0 OK\r\n");
        }
    }

    @Test
    void takesNothingWithoutRoom() {
        Receiver receiver = Receiver.smtp("");
        receiver.send(Receiver.TO_DATA);
        receiver.mails.failure = Optional.of(new NoRoomException("full"));
        assertThat(receiver.send(MESSAGE + END)).startsWith("452 4.3.1 ");

        receiver.mails.lackOfRoom = Optional.of(new NoRoomException("full"));
        assertThat(receiver.codes(Receiver.ENVELOPE)).isEqualTo("452 503");
    }

    @Test
    void refusesAMailThatGoesInCircles() {
        Receiver receiver = Receiver.smtp("");
        String hop = "RECEIVED: from a\r\n\tby b\r\n";

        receiver.send(Receiver.TO_DATA);
        assertThat(receiver.send((hop.repeat(100) + MESSAGE + hop.repeat(100) + END).getBytes(US_ASCII), 11))
                .startsWith("250 ");
        receiver.send(Receiver.ENVELOPE + "DATA\r\n");
        assertThat(receiver.send((hop.repeat(101) + MESSAGE + END).getBytes(US_ASCII), 11))
                .startsWith("554 5.4.6 ");
    }

    @Test
    void refusesWhatARecipientDoesNotTakeBeforeAndAfterData() {
        Receiver receiver = Receiver.smtp("");
        receiver.limits.setExceptions(ALICE, TestLimits.largestMessage(2000));
        receiver.send(Receiver.HELLO);

        assertThat(receiver.codes(
                        "MAIL FROM:<> SIZE=2001\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\n"))
                .isEqualTo("250 552 250");
        receiver.send("RSET\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.org>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n");
        assertThat(receiver.send("x".repeat(1999) + "\r\n" + END))
                .isEqualTo("552 5.3.4 Message is larger than the recipient takes\r\n");
        assertThat(receiver.mails.accepted).isEmpty();
    }

    @Test
    void answersEachRecipientInLmtp() {
        Receiver receiver = new Receiver(Dialect.LMTP, "");
        receiver.limits.setExceptions(Username.of("bob@example.org"), TestLimits.largestMessage(1024));
        assertThat(receiver.received()).isEqualTo("220 mx.example.org LMTP\r\n");
        assertThat(receiver.codes("EHLO a\r\nHELO a\r\nLHLO a\r\n")).isEqualTo("500 500 250");
        receiver.send("MAIL FROM:<>\r\n");
        for (String recipient : List.of("alice", "nobody", "bob", "al")) {
            receiver.send("RCPT TO:<" + recipient + "@example.org>\r\n");
        }
        receiver.send("DATA\r\n");

        assertThat(receiver.codes("x".repeat(2000) + "\r\n" + END + NEXT)).isEqualTo("250 552 250 250");

        assertThat(receiver.mails.accepted).hasSize(1);
        assertThat(new String(receiver.mails.accepted.get(0).addressees.get(0).trace(), US_ASCII))
                .contains(" with LMTP id " + receiver.mails.accepted.get(0).name.replaceFirst("-1$", "\r\n"));
        receiver.send("MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n");
        assertThat(receiver.codes("a\nb\r\n" + END + NEXT)).isEqualTo("550 550 250");
    }

    @Test
    void hashesAMessageWhileItComesIn() throws Exception {
        for (int chunk : new int[] {1, 3, 10_000}) {
            Receiver receiver = Receiver.smtp("");
            String message = "Subject: x\r\nMessage-ID: <1@example.com>\r\n\r\n.\r\n..a\r\n\r\n";
            receiver.send(Receiver.TO_DATA);

            receiver.send((message.replace("\r\n.", "\r\n..") + END).getBytes(US_ASCII), chunk);

            FakeReception.Accepted mail = receiver.mails.accepted.get(0);
            byte[] trace = mail.addressees.get(0).trace();
            assertThat(mail.arrival.sender()).isEqualTo("agency@example.com");
            assertThat(mail.arrival.address()).contains("192.0.2.7");
            assertThat(mail.arrival.tls()).isEmpty();
            MailDigests digests = mail.arrival.digests();
            assertThat(digests.messageId()).contains("<1@example.com>");
            assertThat(digests.data()).contains(sha256(message.getBytes(US_ASCII)));
            assertThat(digests.message()).contains(sha256(Bytes.concat(trace, message.getBytes(US_ASCII))));
        }
    }

    private static String sha256(byte[] octets) {
        return Hashing.sha256().hashBytes(octets).toString();
    }

    /** In LMTP it is another mail for each recipient; the message is the same. */
    @Test
    void hashesOneMessageForAllRecipientsInLmtp() {
        Receiver receiver = new Receiver(Dialect.LMTP, "");

        receiver.send("LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n");
        receiver.send(MESSAGE + END);

        List<FakeReception.Accepted> mails = receiver.mails.accepted;
        assertThat(mails).hasSize(2);
        assertThat(mails.get(0).name).isNotEqualTo(mails.get(1).name);
        assertThat(mails.get(0).addressees.get(0).trace())
                .isEqualTo(mails.get(1).addressees.get(0).trace());
        assertThat(mails.get(0).arrival.digests().message())
                .isPresent()
                .isEqualTo(mails.get(1).arrival.digests().message());
    }

    @Test
    void triesTheNextRecipientInLmtpWhenOneHasFailed() {
        Receiver receiver = new Receiver(Dialect.LMTP, "");
        receiver.mails.failure = Optional.of(new IOException("disk"));
        receiver.send("LHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<al@example.org>\r\nDATA\r\n");

        assertThat(receiver.codes(MESSAGE + END)).isEqualTo("451 250");
        assertThat(receiver.mails.accepted.get(0).maildrops()).containsExactly("alice@example.org");
    }

    @Test
    void startsTlsBehindItsReplyAndForgetsWhatWasSaidBefore() {
        Receiver receiver = Receiver.smtp("<requireTls>true</requireTls>");
        receiver.received();
        assertThat(receiver.codes(Receiver.HELLO + "MAIL FROM:<>\r\n")).isEqualTo("250 530");

        assertThat(receiver.send("STARTTLS\r\n")).isEqualTo("220 2.0.0 Ready to start TLS\r\n");
        assertThat(receiver.tlsStarts).isEqualTo(1);
        receiver.channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);

        assertThat(receiver.codes("MAIL FROM:<>\r\n")).isEqualTo("503");
        assertThat(receiver.send(Receiver.HELLO)).doesNotContain("STARTTLS");
        assertThat(receiver.codes("STARTTLS\r\n")).isEqualTo("503");
        receiver.send(Receiver.ENVELOPE + "DATA\r\n" + MESSAGE + END);
        assertThat(new String(receiver.mails.accepted.get(0).addressees.get(0).trace(), US_ASCII))
                .contains(" with ESMTPS id ");
    }

    @Test
    void readsNothingThatWasSentBehindStartTls() {
        Receiver receiver = Receiver.smtp("");
        receiver.received();

        assertThat(receiver.codes(Receiver.HELLO + "STARTTLS\r\nMAIL FROM:<>\r\n"))
                .isEqualTo("250 501");

        assertThat(receiver.tlsStarts).isZero();
        assertThat(receiver.channel.isOpen()).isFalse();
    }

    @Test
    void staysInStepBehindALineThatIsTooLongOrNoText() {
        Receiver receiver = Receiver.smtp("");
        receiver.received();

        assertThat(receiver.send("NOOP " + "x".repeat(1017) + "\r\n")).startsWith("250 ");
        assertThat(receiver.send("NOOP " + "x".repeat(1018) + "\r\n" + NEXT))
                .isEqualTo("500 5.5.2 Line too long\r\n250 2.0.0 OK\r\n");
        assertThat(receiver.send("NOOP \u00e9\r\nNOOP \0\r\nNOOP \r\r\n" + NEXT))
                .isEqualTo("500 5.5.2 Syntax error\r\n".repeat(3) + "250 2.0.0 OK\r\n");
    }

    @Test
    void endsAConnectionWithTooManyErrorsOrOfAWebClient() {
        Receiver receiver = Receiver.smtp("<limits><errors>3</errors></limits>");
        receiver.received();
        assertThat(receiver.codes("A\r\nB\r\nC\r\n" + NEXT)).isEqualTo("500 500 421");
        assertThat(receiver.channel.isOpen()).isFalse();

        Receiver other = Receiver.smtp("");
        other.received();
        // not writeInbound, which complains about a channel that the server closed
        other.channel.pipeline().fireChannelRead(Unpooled.copiedBuffer("POST /", US_ASCII));
        assertThat(other.received()).isEmpty();
        assertThat(other.channel.isOpen()).isFalse();
    }

    @Test
    void takesSoManyRecipientsAndNoMore() {
        Receiver receiver = Receiver.smtp("<limits><recipients>100</recipients></limits>");
        receiver.send(Receiver.HELLO + "MAIL FROM:<>\r\n");

        String recipient = "RCPT TO:<alice@example.org>\r\n";
        assertThat(receiver.codes(recipient.repeat(100))).doesNotContain("452");
        assertThat(receiver.send(recipient)).isEqualTo("452 4.5.3 Too many recipients\r\n");
    }

    @Test
    void blocksNobodyOnTheEventLoopAndReadsNotOn() {
        Receiver receiver = Receiver.smtp("");
        receiver.workWaits = true;
        receiver.received();

        assertThat(receiver.codes(Receiver.HELLO + Receiver.ENVELOPE + NEXT)).isEqualTo("250");
        assertThat(receiver.work).hasSize(1);
        receiver.doWork();
        assertThat(receiver.received().lines()).hasSize(3);

        receiver.send("DATA\r\n" + "x".repeat(10));
        receiver.send("y");
        assertThat(receiver.work).hasSize(1);
        assertThat(receiver.channel.config().isAutoRead()).isFalse();
        receiver.doWork();
        assertThat(receiver.channel.config().isAutoRead()).isTrue();
        receiver.send("\r\n" + END);
        receiver.doWork();
        assertThat(new String(receiver.mails.accepted.get(0).content, US_ASCII)).isEqualTo("xxxxxxxxxxy\r\n");
    }

    @Test
    void turnsNewTransactionsAwayWhenTooMuchWaits() {
        Receiver receiver = Receiver.smtp("");
        receiver.received();
        receiver.send(Receiver.TO_DATA);
        receiver.tooMuchWork = true;

        assertThat(receiver.codes(MESSAGE + END + Receiver.ENVELOPE)).isEqualTo("250 421");
        assertThat(receiver.channel.isOpen()).isFalse();
    }

    @Test
    void givesBackWhatALostConnectionHeld() {
        for (boolean busy : new boolean[] {false, true}) {
            Receiver receiver = Receiver.smtp(spoolAt(spool));
            receiver.send(Receiver.TO_DATA + "x".repeat(20_000));
            assertThat(receiver.service.memory().left())
                    .isLessThan(receiver.service.settings().data().memory());
            receiver.workWaits = busy;
            receiver.send("y");

            receiver.channel.close().syncUninterruptibly();
            receiver.channel.runPendingTasks();
            receiver.doWork();

            assertThat(receiver.service.memory().left())
                    .isEqualTo(receiver.service.settings().data().memory());
            assertThat(receiver.mails.accepted).isEmpty();
        }
    }

    @Test
    void endsWhatTakesTooLong() {
        Receiver receiver = Receiver.smtp("<limits><transactionTime>10</transactionTime></limits>");
        receiver.send(Receiver.TO_DATA);
        receiver.channel.advanceTimeBy(9, TimeUnit.SECONDS);
        assertThat(receiver.send("x")).isEmpty();
        receiver.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        assertThat(receiver.send("x")).startsWith("421 4.4.2 ");
        assertThat(receiver.channel.isOpen()).isFalse();

        Receiver idle = Receiver.smtp("");
        idle.received();
        idle.channel.pipeline().fireUserEventTriggered(ConnectionEvent.IDLE);
        assertThat(idle.received()).startsWith("421 4.4.2 ");
    }

    @Test
    void endsAnOldConnectionBetweenTransactions() {
        Receiver receiver = Receiver.smtp("<limits><connectionTime>10</connectionTime></limits>");
        receiver.send(Receiver.TO_DATA);
        receiver.channel.advanceTimeBy(11, TimeUnit.SECONDS);

        assertThat(receiver.codes(MESSAGE + END)).isEqualTo("250 421");
        assertThat(receiver.channel.isOpen()).isFalse();
    }

    @Test
    void letsAMessageEndWhenTheServerStops() {
        Receiver receiver = Receiver.smtp("");
        Receiver waiting = Receiver.smtp("");
        Receiver slow = Receiver.smtp("");
        waiting.send(Receiver.HELLO + Receiver.ENVELOPE);
        receiver.send(Receiver.TO_DATA);
        slow.send(Receiver.TO_DATA);
        for (Receiver each : List.of(receiver, waiting, slow)) {
            each.channel.pipeline().fireUserEventTriggered(ConnectionEvent.STOPPING);
        }

        assertThat(waiting.received()).startsWith("421 4.3.2 ");
        assertThat(receiver.codes(MESSAGE + END)).isEqualTo("250 421");
        slow.channel.advanceTimeBy(6, TimeUnit.SECONDS);
        assertThat(slow.codes("x")).isEqualTo("421");
        assertThat(slow.channel.isOpen()).isFalse();
    }

    @Test
    void makesRoomForANewcomerAtOnceButForAMessageThatIsAccepted() {
        Receiver waiting = Receiver.smtp("");
        Receiver receiving = Receiver.smtp("");
        Receiver committing = Receiver.smtp("");
        waiting.send(Receiver.HELLO);
        receiving.send(Receiver.TO_DATA + MESSAGE);
        committing.send(Receiver.TO_DATA);
        committing.workWaits = true;
        committing.send(MESSAGE + END);

        for (Receiver each : List.of(waiting, receiving, committing)) {
            each.channel.pipeline().fireUserEventTriggered(ConnectionEvent.DISPLACED);
        }

        for (Receiver each : List.of(waiting, receiving)) {
            assertThat(each.received()).startsWith("421 4.3.2 ");
            assertThat(each.channel.isOpen()).isFalse();
        }
        committing.doWork();
        assertThat(committing.received()).matches("(?s)250 2.6.0 .*\r\n421 4.3.2 .*\r\n");
        assertThat(committing.channel.isOpen()).isFalse();
    }

    private static String spoolAt(Path directory) {
        return "<data><inMemory>64</inMemory><spoolDirectory>" + directory + "</spoolDirectory></data>";
    }

    private static List<String> names(Path directory) {
        return List.of(Optional.ofNullable(directory.toFile().list()).orElseThrow());
    }
}
