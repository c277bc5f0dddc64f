// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.delivery.TestDeliveries.ANNA;
import static nl.digipoort.james.delivery.TestDeliveries.BOB;
import static nl.digipoort.james.delivery.TestDeliveries.TRACE;
import static nl.digipoort.james.delivery.TestDeliveries.addressee;
import static nl.digipoort.james.delivery.TestDeliveries.content;
import static nl.digipoort.james.delivery.TestDeliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.TestLimits;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.Arrival;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MailDigester;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.testing.AuditSchema;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit trail says of a mail on its way into the maildrop. */
class RecordedArrivalTest {
    private static final Path SCHEMA = Path.of("..", "docs", "reference", "audit.schema.json");
    private static final String DATA = "Message-ID: <1@example.com>\r\n\r\nHello.\r\n";
    private static final String DATA_SHA256 = sha256(DATA);
    private static final String SHA256 = sha256(TRACE + DATA);

    private final TestDeliveries world = new TestDeliveries();

    @AfterEach
    void stop() throws Exception {
        world.sweep.stop();
        AuditSchema schema = AuditSchema.read(SCHEMA);
        List<String> problems = new ArrayList<>();
        world.audit.lines().forEach(line -> problems.addAll(schema.problems(line)));
        assertThat(problems).isEmpty();
    }

    @Test
    void saysWhatCameFromWhomAndUnderWhichUniqueIdItIs() throws Exception {
        accept("Mail1", ANNA);

        assertThat(world.audit.records(
                        "event",
                        "mail",
                        "address",
                        "tls",
                        "sender",
                        "recipients",
                        "maildrop",
                        "outcome",
                        "uniqueId",
                        "size",
                        "sha256",
                        "dataSha256",
                        "messageId"))
                .containsExactly(
                        "arrival-begun Mail1 192.0.2.7 TLSv1.3 agency@example.com [\"anna@example.org\"] "
                                + DATA.length() + " " + DATA_SHA256 + " <1@example.com>",
                        "arrival-ended Mail1 anna@example.org delivered " + uniqueId(1) + " "
                                + (TRACE.length() + DATA.length()) + " " + SHA256 + " <1@example.com>");
    }

    @Test
    void saysThatMailWasHeldAndBroughtIn() throws Exception {
        OwnedLease session = world.session(ANNA);
        accept("Mail1", ANNA);
        session.release();

        await().until(() -> {
            world.sweep.sweep();
            return world.heldFor(ANNA) == 0;
        });

        await().untilAsserted(() -> assertThat(
                        world.audit.records("event", "mail", "maildrop", "outcome", "held", "uniqueId", "sha256"))
                .hasSize(3)
                .endsWith(
                        "arrival-ended Mail1 anna@example.org held 1 " + SHA256,
                        "brought-in Mail1 anna@example.org delivered 1 " + uniqueId(1) + " " + SHA256));
    }

    @Test
    void namesAllMaildropsAndWhatBecameOfEach() throws Exception {
        accept("Mail1", ANNA, BOB);
        await().until(() -> world.audit.records("event").size() == 5);

        assertThat(world.heldFor(ANNA) + world.heldFor(BOB)).isZero();
        assertThat(world.audit.records("event", "recipients"))
                .startsWith("arrival-begun [\"anna@example.org\",\"bob@example.org\"]");
        assertThat(world.audit.records("event", "maildrop", "held", "sha256"))
                .hasSize(5)
                .contains(
                        "arrival-ended anna@example.org 1 " + SHA256,
                        "arrival-ended bob@example.org 2 " + SHA256,
                        "brought-in anna@example.org 1 " + SHA256,
                        "brought-in bob@example.org 2 " + SHA256);
    }

    @Test
    void needsSeveralRecordsForManyMaildrops() throws Exception {
        List<Addressee> many = new ArrayList<>();
        for (int i = 0; i < 501; i++) {
            many.add(addressee(Username.of("user" + i + "@example.org")));
        }

        world.reception.accept(IncomingMail.fromClient("Mail1", TestContent.of(DATA)), many);

        assertThat(world.audit.records("event")).startsWith("arrival-begun", "arrival-begun", "arrival-ended");
    }

    @Test
    void takesNothingThatCannotBeRecorded() throws Exception {
        world.audit.breakDown(true);

        assertThatThrownBy(() -> accept("Mail1", ANNA)).isInstanceOf(NotRecordedException.class);

        assertThat(world.mailboxes.messages(ANNA)).isEmpty();
        assertThat(world.heldFor(ANNA)).isZero();
        assertThat(world.steps).isEmpty();
    }

    @Test
    void saysThatAStoreHasNotTakenAMail() {
        world.locks.cutOff(true);

        assertThatThrownBy(() -> accept("Mail1", ANNA)).isInstanceOf(StoreUnavailableException.class);

        assertThat(world.audit.records("event", "maildrop", "outcome", "sha256"))
                .containsExactly("arrival-begun", "arrival-ended failed " + SHA256);
    }

    @Test
    void saysThatAMailOfTheQueueCameAgain() throws Exception {
        Mail mail = mail("Mail1", content("one"));
        mail.setRecipients(List.of(new MailAddress(ANNA.asString())));
        mailet().service(mail);
        mailet().service(mail);

        assertThat(world.audit.records("event", "mail", "sender", "outcome"))
                .containsExactly(
                        "arrival-begun Mail1 agency@example.com",
                        "arrival-ended Mail1 delivered",
                        "arrival-begun Mail1 agency@example.com",
                        "arrival-ended Mail1 repeated");
    }

    @Test
    void leavesAMailThatCannotBeRecordedInTheSpool() throws Exception {
        world.audit.breakDown(true);

        assertThatThrownBy(() -> mailet().service(mail("Mail1", content("one"))))
                .isInstanceOf(MessagingException.class)
                .hasRootCauseMessage("the disk is full");

        assertThat(world.heldFor(ANNA)).isZero();
    }

    /** James's own servers take bare line feeds, and need no line end at the end. */
    @ParameterizedTest
    @ValueSource(strings = {"Subject: a\r\n\r\nb\r\n", "Subject: a\r\n\r\nb\nc\r\n", "Subject: a\r\n\r\nb"})
    void hashesAMailOfTheQueueAsItIsRetrieved(String message) throws Exception {
        Mail mail = mail("Mail1", message);
        mail.setRecipients(List.of(new MailAddress(ANNA.asString())));

        mailet().service(mail);

        assertThat(world.audit.records("dataSha256")).contains(sha256(message));
        OpenMaildrop maildrop = world.open(ANNA);
        try (MessageContent retrieved = maildrop.retrieve(1, maildrop.reserve(1))) {
            String asRetrieved = sha256(new String(retrieved.stream().readAllBytes(), US_ASCII));
            assertThat(world.audit.records("sha256")).contains(asRetrieved);
        }
    }

    private DeliverToMaildrop mailet() {
        return new DeliverToMaildrop(world.reception, TestUsers.inMemory(), TestLimits.capacity(world.limits));
    }

    private void accept(String name, Username... maildrops) throws IOException {
        MailContent content = TestContent.of(DATA);
        MailDigester digester = world.reception.digester(TRACE.getBytes(US_ASCII));
        digester.add(DATA.getBytes(US_ASCII), 0, DATA.length());
        List<Addressee> addressees = new ArrayList<>();
        for (Username maildrop : maildrops) {
            addressees.add(addressee(maildrop));
        }
        world.reception.accept(
                IncomingMail.fromClient(name, content)
                        .withArrival(Arrival.fromClient(
                                "agency@example.com", "192.0.2.7", Optional.of("TLSv1.3"), digester.end())),
                addressees);
    }

    private String uniqueId(int number) throws Exception {
        OpenMaildrop maildrop = world.open(ANNA);
        try {
            return maildrop.snapshot().uniqueId(number);
        } finally {
            maildrop.release();
        }
    }

    private static String sha256(String octets) {
        return Hashing.sha256().hashString(octets, US_ASCII).toString();
    }
}
