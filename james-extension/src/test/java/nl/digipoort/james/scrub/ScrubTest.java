// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.budget.TestBudget;
import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.credential.CapturedLog;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.ContentInspection;
import nl.digipoort.james.maildrop.MailboxApiListing;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.MessageListing;
import nl.digipoort.james.maildrop.MessageReader;
import nl.digipoort.james.maildrop.TestMailboxes;
import nl.digipoort.james.maildrop.WireSizeStore;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.stores.memory.MemoryHeldMailStore;
import nl.digipoort.james.stores.memory.MemoryWireSizeStore;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.user.api.UsersRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final String MESSAGE = "Subject: a secret\r\n\r\nx\r\n";

    private final TestMailboxes mailboxes = new TestMailboxes();
    private final WireSizeStore wireSizes = new MemoryWireSizeStore();
    private final HeldMailStore held = new MemoryHeldMailStore(new TestClock());
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final RecordedGauges gauges = new RecordedGauges();
    private final ScrubResult result = new ScrubResult(metrics, gauges);
    private final UsersRepository users = TestUsers.inMemory();
    private final DamagedReader reader = new DamagedReader();
    private final CapturedLog log = CapturedLog.of(Scrub.class);
    private MessageListing listing = new MailboxApiListing();
    private boolean heldIsDamaged;

    @BeforeEach
    void setUp() throws Exception {
        users.addUser(ALICE, "secret");
        users.addUser(BOB, "secret");
        for (int i = 0; i < 3; i++) {
            mailboxes.append(ALICE, MESSAGE);
        }
        mailboxes.append(BOB, MESSAGE);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void readsEverythingAndFindsNothing() throws Exception {
        hold();

        scrub().pass();

        assertThat(metrics.countFor("digipoort-scrub-checked")).isEqualTo(5);
        assertThat(result.damaged()).isZero();
        assertThat(log.take()).isEmpty();
    }

    @Test
    void findsWhatCannotBeReadOrHasAnotherSize() throws Exception {
        reader.contents.put(1L, Optional.empty());
        reader.contents.put(3L, Optional.of(MESSAGE.substring(0, 10)));

        scrub().pass();

        assertThat(gauges.value("digipoort-scrub-damaged")).isEqualTo(2L);
        List<String> lines = log.take();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("ERROR Message [0-9]+\\.1 of alice@example.org is damaged: it cannot be read");
        assertThat(lines.get(1)).endsWith("of alice@example.org is damaged: it has 10 octets instead of 24");
    }

    @Test
    void findsAnotherSizeOnTheWire() throws Exception {
        MailboxSession session = mailboxes.manager().createSystemSession(BOB);
        wireSizes.save(mailboxes.inbox(session).getId(), WireSizes.of(1, Map.of()));
        reader.damagedOf = BOB;
        reader.contents.put(1L, Optional.of(MESSAGE.replace("\r\n\r\n", "\n\n  ")));

        scrub().pass();

        assertThat(log.take()).singleElement().asString().endsWith("it has 26 octets on the wire instead of 24");
    }

    @Test
    void findsHeldMailThatCannotBeRead() throws Exception {
        hold();
        heldIsDamaged = true;

        scrub().pass();

        assertThat(result.damaged()).isEqualTo(1);
        assertThat(log.take())
                .singleElement()
                .asString()
                .contains("held as number ", "for bob@example.org is damaged")
                .doesNotContain("secret");
    }

    @Test
    void forgetsWhatIsSoundAgainOrGoneAfterTheNextPass() throws Exception {
        reader.contents.put(1L, Optional.empty());
        scrub().pass();
        assertThat(result.damaged()).isEqualTo(1);

        reader.contents.clear();
        scrub().pass();

        assertThat(result.damaged()).isZero();
    }

    @Test
    void takesAMessageThatIsRemovedMeanwhileForNoFinding() throws Exception {
        reader.contents.put(2L, Optional.empty());
        reader.whenRead = () -> mailboxes.deleteAll(ALICE);

        scrub().pass();

        assertThat(result.damaged()).isZero();
    }

    @Test
    void takesAStoreThatDoesNotAnswerForNoFinding() throws Exception {
        reader.contents.put(1L, Optional.empty());
        scrub().pass();
        MessageListing works = listing;
        reader.whenRead = () -> listing = (manager, path, session) -> {
            throw new MailboxException("down");
        };

        scrub().pass();

        assertThat(result.damaged()).as("that of the pass before").isEqualTo(1);
        assertThat(log.take()).hasSize(3).last().asString().contains("cannot be looked at now");
        listing = works;
    }

    @Test
    void readsNothingMoreWhenItIsStopped() throws Exception {
        Scrub scrub = scrub();
        scrub.stop();

        scrub.pass();

        assertThat(metrics.countFor("digipoort-scrub-checked")).isZero();
    }

    @Test
    void isDoneOnceAWeekUnlessTheOperatorSaysOtherwise() throws Exception {
        assertThat(settings(new BaseHierarchicalConfiguration()).interval())
                .hasValueSatisfying(interval -> assertThat(interval).hasDays(7));
        var off = new BaseHierarchicalConfiguration();
        off.addProperty("digipoort.scrubDays", "0");
        assertThat(settings(off).interval()).isEmpty();
        var wrong = new BaseHierarchicalConfiguration();
        wrong.addProperty("digipoort.scrubDays", "400");
        assertThatThrownBy(() -> settings(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("scrubDays");
    }

    private static ScrubSettings settings(BaseHierarchicalConfiguration configuration) throws ConfigurationException {
        configuration.addProperty("digipoort.mode", "standard");
        return ScrubSettings.from(Section.only("test.xml", configuration, "digipoort"));
    }

    private Scrub scrub() {
        MessageListing current = (manager, path, session) -> listing.list(manager, path, session);
        return new Scrub(
                users,
                new ContentInspection(mailboxes.manager(), current, reader, wireSizes),
                heldStore(),
                TestBudget.of(1_000_000),
                result);
    }

    private void hold() throws IOException {
        held.hold(IncomingMail.fromClient("mail", TestContent.of(MESSAGE)), List.of(Addressee.of(BOB, new byte[0])));
    }

    private HeldMailStore heldStore() {
        return (HeldMailStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HeldMailStore.class}, (proxy, method, arguments) -> {
                    if (heldIsDamaged && method.getName().equals("content")) {
                        return TestContent.failing(MESSAGE.length());
                    }
                    try {
                        return method.invoke(held, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Reads some messages of one user otherwise than they are stored: empty cannot be read. */
    private static final class DamagedReader implements MessageReader {
        private final MessageReader sound = new MailboxApiReader();
        private final Map<Long, Optional<String>> contents = new HashMap<>();
        private Username damagedOf = ALICE;
        private Event whenRead = () -> {};

        interface Event {
            void happen() throws MailboxException;
        }

        @Override
        public InputStream read(MailboxManager manager, MailboxId mailbox, long uid, MailboxSession session)
                throws MailboxException, IOException {
            if (!contents.containsKey(uid) || !session.getUser().equals(damagedOf)) {
                return sound.read(manager, mailbox, uid, session);
            }
            whenRead.happen();
            return new ByteArrayInputStream(contents.get(uid)
                    .orElseThrow(() -> new IOException("not readable"))
                    .getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Optional<byte[]> readHeader(
                MailboxManager manager, MailboxId mailbox, long uid, int most, MailboxSession session) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDamage(Exception failure) {
            return sound.isDamage(failure);
        }
    }
}
