// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.AppendOutcome;
import nl.digipoort.james.mail.AppendOutcome.Kind;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.LeaseLostException;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.MaildropAppender;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.ListedMailbox;
import nl.digipoort.james.maildrop.Snapshot;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Deliveries by our appender, next to deliveries by James into the same database. */
interface JdbcMaildropAppenderContract {
    byte[] TRACE = "Received: from x by y; now\r\n".getBytes(US_ASCII);
    byte[] NO_TRACE = new byte[0];
    String TEXT = "Subject: x\r\n\r\nText\r\n";

    EntityManagerFactory factory();

    @Test
    default void leavesWhatJamesWouldLeave() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        MaildropAppender appender = james.appender();
        for (Map.Entry<String, byte[]> sample : MessageSamples.all().entrySet()) {
            Username theirs = newUser();
            Username ours = newUser();
            byte[] first = TEXT.getBytes(US_ASCII);
            james.append(theirs, first);
            james.append(theirs, sample.getValue());

            append(appender, ours, NO_TRACE, first);
            append(appender, ours, NO_TRACE, sample.getValue());

            assertThat(mailbox(ours)).as(sample.getKey()).isEqualTo(mailbox(theirs));
            assertThat(messages(ours)).as(sample.getKey()).isEqualTo(messages(theirs));
            assertThat(properties(ours)).as(sample.getKey()).isEqualTo(properties(theirs));
            assertThat(quota(ours)).as(sample.getKey()).isEqualTo(quota(theirs)).isNotEmpty();
            List<TestJpaJames.Seen> seen = james.messages(ours);
            assertThat(seen).hasSize(2);
            assertThat(seen.get(1).content()).as(sample.getKey()).isEqualTo(sample.getValue());
            assertThat(seen)
                    .extracting(TestJpaJames.Seen::rest)
                    .as(sample.getKey())
                    .isEqualTo(james.messages(theirs).stream()
                            .map(TestJpaJames.Seen::rest)
                            .collect(Collectors.toList()));
        }
    }

    @Test
    default void goesOnWithTheNumbersWhereJamesStops() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        byte[] message = TEXT.getBytes(US_ASCII);

        james.append(user, message);
        append(james.appender(), user, NO_TRACE, message);
        james.append(user, message);
        append(james.appender(), user, NO_TRACE, message);
        james.deleteAll(user);
        append(james.appender(), user, NO_TRACE, message);

        assertThat(messages(user)).extracting(row -> row.get("MAIL_UID")).containsExactly(5L);
        assertThat(quota(user).get(0)).containsValues(1L, (long) message.length);
    }

    @Test
    default void putsTheTraceInFrontAndNothingElse() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        for (Map.Entry<String, byte[]> sample : MessageSamples.all().entrySet()) {
            Username user = newUser();

            append(james.appender(), user, TRACE, sample.getValue());

            assertThat(james.messages(user).get(0).content())
                    .as(sample.getKey())
                    .isEqualTo(concatenated(TRACE, sample.getValue()));
        }
    }

    /** James's columns for header values have a limited length. Our appender still delivers such a mail; James fails. */
    @Test
    default void deliversWhatDoesNotFitIntoTheColumns() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        List<String> headers = List.of(
                "Content-Type: " + "x".repeat(300) + "/y",
                "Content-Type: text/plain; name=\"" + "n".repeat(3000) + "\"",
                "Content-Type: text/plain; " + "p".repeat(3000) + "=x",
                "Content-Description: " + "d".repeat(5000),
                "Content-ID: a\0b");
        for (String header : headers) {
            Username user = newUser();
            byte[] message = (header + "\r\n\r\nText\r\n").getBytes(US_ASCII);

            append(james.appender(), user, NO_TRACE, message);

            assertThat(james.messages(user).get(0).content()).isEqualTo(message);
            assertThat(messages(user).get(0)).containsEntry("MAIL_MIME_TYPE", "text");
        }
    }

    @Test
    default void notesTheSizeOnTheWire() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        append(james.appender(), user, NO_TRACE, TEXT.getBytes(US_ASCII));
        append(james.appender(), user, NO_TRACE, "a\nb".getBytes(US_ASCII));
        append(james.appender(), user, NO_TRACE, "a\r".getBytes(US_ASCII));

        var sizes = new JdbcWireSizeStore(new JamesDatabase(factory())).find(JPAId.of(mailboxId(user)));

        assertThat(sizes.examinedThrough()).isEqualTo(3);
        assertThat(sizes.exceptions()).isEqualTo(Map.of(2L, 6L, 3L, 4L));
    }

    @Test
    default void keepsTheTimeWhenAMovedMessageCame() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        Instant cameAt = Instant.parse("2020-02-29T23:59:59.123Z");

        james.appender()
                .append(
                        lease(user),
                        IncomingMail.moved("one", TestContent.of(TEXT), cameAt),
                        Addressee.of(user, NO_TRACE));

        assertThat(new JpaMessageAges(new JamesDatabase(factory()))
                        .before(cameAt.plusSeconds(1), 10, MailboxPath.inbox(user)))
                .containsValue(cameAt)
                .hasSize(1);
    }

    @Test
    default void leavesTheSizesToTheNextSessionWhereOlderOnesAreMissing() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        james.append(user, TEXT.getBytes(US_ASCII));

        append(james.appender(), user, NO_TRACE, "a\nb".getBytes(US_ASCII));

        var sizes = new JdbcWireSizeStore(new JamesDatabase(factory())).find(JPAId.of(mailboxId(user)));
        assertThat(sizes.examinedThrough()).isZero();
    }

    @Test
    default void deliversAMessageLargerThanItKeepsInMemory() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        byte[] message = concatenated("Subject: x\r\n\r\n".getBytes(US_ASCII), TestContent.anyOctets(12_345_678));

        append(james.appender(), user, TRACE, message);
        held().hold(client("large", TestContent.of(message)), List.of(Addressee.of(user, TRACE)));
        bringIn(james.appender(), lease(user), held().next(user, 1).get(0));

        assertThat(james.messages(user))
                .extracting(TestJpaJames.Seen::content)
                .containsExactly(concatenated(TRACE, message), concatenated(TRACE, message));
    }

    @Test
    default void letsHeldMailGoFirst() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        held().hold(client("first", TestContent.of(TEXT)), List.of(Addressee.of(user, TRACE)));

        Kind outcome = deliver(james.appender(), user, "second");

        assertThat(outcome).isEqualTo(Kind.OLDER_WAITS);
        assertThat(mailbox(user)).isEmpty();
        HeldMail first = held().next(user, 10).get(0);
        bringIn(james.appender(), lease(user), first);
        assertThat(held().isWaiting(user)).isFalse();
        assertThat(deliver(james.appender(), user, "second")).isEqualTo(Kind.APPENDED);
        assertThat(james.messages(user))
                .extracting(message -> message.content().length)
                .containsExactly(TEXT.length() + TRACE.length, TEXT.length());
    }

    @Test
    default void tellsTheUniqueIdThatTheSnapshotMakes() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        IncomingMail mail = client("one", TestContent.of(TEXT));

        AppendOutcome first = james.appender().append(lease(user), mail, Addressee.of(user, TRACE));
        held().hold(mail, List.of(Addressee.of(user, TRACE)));
        HeldMail waiting = held().next(user, 1).get(0);
        AppendOutcome second = james.appender().bringIn(lease(user), waiting, held().content(waiting));
        AppendOutcome none = james.appender().bringIn(lease(user), waiting, held().content(waiting));

        ListedMailbox listed = new JpaMessageListing(new JamesDatabase(factory()), new JPAId.Factory())
                .list(MailboxPath.inbox(user))
                .orElseThrow();
        assertThat(first.uniqueId()).contains(Snapshot.uniqueId(listed.uidValidity(), 1));
        assertThat(second.uniqueId()).contains(Snapshot.uniqueId(listed.uidValidity(), 2));
        assertThat(none.kind()).isEqualTo(Kind.NOT_HELD);
    }

    @Test
    default void bringsInOnce() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        held().hold(client("one", TestContent.of(TEXT)), List.of(Addressee.of(user, TRACE)));
        HeldMail mail = held().next(user, 1).get(0);

        bringIn(james.appender(), lease(user), mail);
        bringIn(james.appender(), lease(user), mail);

        assertThat(messages(user)).hasSize(1);
        assertThat(quota(user).get(0)).containsValues(1L);
        assertThatThrownBy(() -> held().content(mail).open()).isInstanceOf(IOException.class);
    }

    @Test
    default void recognisesAMailOfAQueue() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        Username other = newUser();
        String name = UUID.randomUUID().toString();
        IncomingMail mail = IncomingMail.fromQueue(name, TestContent.of(TEXT));
        Addressee addressee = Addressee.of(user, TRACE);

        assertThat(james.appender().append(lease(user), mail, addressee).kind()).isEqualTo(Kind.APPENDED);
        assertThat(james.appender().append(lease(user), mail, addressee).kind()).isEqualTo(Kind.REPEATED);
        held().hold(mail, List.of(addressee, Addressee.of(other, TRACE)));
        held().hold(mail, List.of(addressee, Addressee.of(other, TRACE)));
        bringInAll(james.appender(), user);
        bringInAll(james.appender(), other);

        assertThat(messages(user)).hasSize(1);
        assertThat(messages(other)).hasSize(1);
        assertThat(held().isWaiting(user)).isFalse();
        assertThat(mailbox(user).get(0)).containsEntry("MAILBOX_LAST_UID", 1L);
    }

    @Test
    default void deliversMailsOfClientsThatHaveTheSameName() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();

        deliver(james.appender(), user, "one");
        deliver(james.appender(), user, "one");

        assertThat(messages(user)).hasSize(2);
    }

    @Test
    default void deliversNothingWhenTheLockIsTooOld() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        held().hold(client("one", TestContent.of(TEXT)), List.of(Addressee.of(user, TRACE)));
        HeldMail held = held().next(user, 1).get(0);
        TestLocks locks = new TestLocks();
        OwnedLease old = locks.held(user);
        locks.pass(TestLocks.LEASE.dividedBy(3).multipliedBy(2).plusSeconds(1));
        Username other = newUser();
        TestLocks otherLocks = new TestLocks();
        OwnedLease otherOld = otherLocks.held(other);
        otherLocks.pass(TestLocks.LEASE.dividedBy(3).multipliedBy(2).plusSeconds(1));

        assertThatThrownBy(() -> bringIn(james.appender(), old, held)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> james.appender()
                        .append(otherOld, client("x", TestContent.of(TEXT)), Addressee.of(other, TRACE)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(messages(user)).isEmpty();
        assertThat(messages(other)).isEmpty();
        assertThat(quota(user)).isEmpty();
        assertThat(held().isWaiting(user)).isTrue();
        try (InputStream stream = held().content(held).open()) {
            assertThat(stream.readAllBytes()).hasSize(TEXT.length());
        }
    }

    @Test
    default void deliversNothingWhenTheContentCannotBeRead() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        deliver(james.appender(), user, "before");

        for (MailContent content : List.of(TestContent.failing(1000), TestContent.cutShort(1000), onceOnly(400_000))) {
            assertThatThrownBy(() ->
                            james.appender().append(lease(user), client("one", content), Addressee.of(user, TRACE)))
                    .isInstanceOf(IOException.class);
        }

        assertThat(messages(user)).hasSize(1);
        assertThat(mailbox(user).get(0)).containsEntry("MAILBOX_LAST_UID", 1L);
    }

    /** The connection breaks before each commit in turn, and after each. */
    @Test
    default void neitherLosesNorDoublesWhenTheConnectionBreaks() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        for (boolean committed : List.of(false, true)) {
            for (int breaksAt = 1; breaksAt <= 12; breaksAt++) {
                Username user = newUser();
                IncomingMail mail = IncomingMail.fromQueue(UUID.randomUUID().toString(), TestContent.of(TEXT));
                MaildropAppender breaking =
                        james.appender(new BreakingDatabase(new JamesDatabase(factory()), breaksAt, committed));
                int attempts = 0;
                Kind outcome = null;
                while (outcome == null && attempts++ < 20) {
                    outcome = attempt(breaking, user, mail);
                }
                held().hold(mail, List.of(Addressee.of(user, TRACE)));
                held().hold(client("other", TestContent.of(TEXT)), List.of(Addressee.of(user, TRACE)));
                MaildropAppender breakingAgain =
                        james.appender(new BreakingDatabase(new JamesDatabase(factory()), breaksAt, committed));
                for (HeldMail held : held().next(user, 10)) {
                    bringInWhateverBreaks(breakingAgain, user, held);
                }

                assertThat(messages(user)).as("%s %s", committed, breaksAt).hasSize(2);
                assertThat(quota(user).get(0)).containsValues(2L);
                assertThat(held().isWaiting(user)).isFalse();
            }
        }
    }

    /** A client would send it again after a failure. */
    @Test
    default void knowsThatAMailOfAClientIsThereAlthoughTheAnswerIsLost() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        Username user = newUser();
        deliver(james.appender(), user, "before");
        LostAnswers database = new LostAnswers(new JamesDatabase(factory()));
        MaildropAppender losing = james.appender(database);
        deliver(losing, user, "makes the tables known");
        database.loseEverySecondAnswer();

        AppendOutcome outcome =
                losing.append(lease(user), client("one", TestContent.of(TEXT)), Addressee.of(user, NO_TRACE));

        assertThat(outcome.kind()).isEqualTo(Kind.APPENDED);
        assertThat(outcome.uniqueId()).hasValueSatisfying(id -> assertThat(id).endsWith(".3"));
        assertThat(messages(user)).hasSize(3);
    }

    @Test
    default void tellsOtherListenersAndLeavesTheQuotaAlone() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        RecordingListener listener = new RecordingListener();
        james.events().register(listener);
        Username user = newUser();

        deliver(james.appender(), user, "one");

        assertThat(listener.added).hasSize(1);
        Added added = listener.added.get(0);
        assertThat(added.isDelivery()).isTrue();
        assertThat(added.getUsername()).isEqualTo(user);
        assertThat(added.getMailboxId()).isEqualTo(JPAId.of(mailboxId(user)));
        assertThat(added.getUids()).extracting(uid -> uid.asLong()).containsExactly(1L);
        assertThat(quota(user).get(0)).containsValues(1L, (long) TEXT.length());
    }

    @Test
    default void deliversAlthoughAListenerFails() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        james.events().register(new FailingListener());
        Username user = newUser();

        assertThat(deliver(james.appender(), user, "one")).isEqualTo(Kind.APPENDED);
    }

    @Test
    default void deliversToManyMaildropsAtOnce() throws Exception {
        TestJpaJames james = new TestJpaJames(factory());
        MaildropAppender appender = james.appender();
        int threads = 4;
        int each = 10;
        List<Username> users = new ArrayList<>();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Username user = newUser();
            users.add(user);
            tasks.add(() -> {
                OwnedLease lease = lease(user);
                for (int mail = 0; mail < each; mail++) {
                    appender.append(lease, client("one", TestContent.of(TEXT)), Addressee.of(user, TRACE));
                }
                return null;
            });
        }
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (Future<Void> done : executor.invokeAll(tasks)) {
            done.get();
        }
        executor.shutdown();

        for (Username user : users) {
            assertThat(messages(user)).hasSize(each);
            assertThat(quota(user).get(0)).containsValues((long) each);
        }
    }

    /** A database whose connection breaks once, at the given transaction. */
    final class BreakingDatabase implements Transactions {
        private final Transactions database;
        private final boolean committed;
        private int left;

        BreakingDatabase(Transactions database, int breaksAt, boolean committed) {
            this.database = database;
            this.left = breaksAt;
            this.committed = committed;
        }

        @Override
        public <T> T transact(SqlWork<T> work) throws SQLException {
            left--;
            if (left != 0) {
                return database.transact(work);
            }
            return database.transact(connection -> {
                work.run(connection);
                if (committed) {
                    connection.commit();
                }
                throw new SQLException("the connection is broken");
            });
        }

        @Override
        public <T> T transactAtLength(SqlWork<T> work) throws SQLException {
            return transact(work);
        }

        @Override
        public <T> T statements(SqlWork<T> work) throws SQLException {
            return database.statements(work);
        }

        @Override
        public <T> T query(SqlWork<T> work) throws SQLException {
            return database.query(work);
        }
    }

    /** Records the messages that were added. */
    final class RecordingListener implements EventListener.ReactiveGroupEventListener {
        private final List<Added> added = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Publisher<Void> reactiveEvent(Event event) {
            return Mono.fromRunnable(() -> added.add((Added) event));
        }

        @Override
        public boolean isHandling(Event event) {
            return event instanceof Added;
        }

        @Override
        public Group getDefaultGroup() {
            return new RecordingGroup();
        }
    }

    /** The group of {@link RecordingListener}. */
    final class RecordingGroup extends Group {}

    /** A listener that always fails. */
    final class FailingListener implements EventListener.ReactiveGroupEventListener {
        @Override
        public Publisher<Void> reactiveEvent(Event event) {
            throw new IllegalStateException("not now");
        }

        @Override
        public boolean isHandling(Event event) {
            throw new IllegalStateException("not now");
        }

        @Override
        public Group getDefaultGroup() {
            return new FailingGroup();
        }
    }

    /** The group of {@link FailingListener}. */
    final class FailingGroup extends Group {}

    private static Kind attempt(MaildropAppender appender, Username user, IncomingMail mail) throws IOException {
        try {
            return appender.append(lease(user), mail, Addressee.of(user, TRACE)).kind();
        } catch (StoreUnavailableException e) {
            return null;
        }
    }

    private void bringInWhateverBreaks(MaildropAppender appender, Username user, HeldMail mail) throws IOException {
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                bringIn(appender, lease(user), mail);
                return;
            } catch (StoreUnavailableException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    private void bringInAll(MaildropAppender appender, Username user) throws IOException {
        for (HeldMail mail : held().next(user, 100)) {
            bringIn(appender, lease(user), mail);
        }
    }

    private Kind bringIn(MaildropAppender appender, OwnedLease lease, HeldMail mail) throws IOException {
        return appender.bringIn(lease, mail, held().content(mail)).kind();
    }

    private HeldMailStore held() {
        return new JdbcHeldMailStore(new JamesDatabase(factory()));
    }

    private static OwnedLease lease(Username user) {
        return new TestLocks().held(user);
    }

    private static Kind deliver(MaildropAppender appender, Username user, String name) throws IOException {
        return appender.append(lease(user), client(name, TestContent.of(TEXT)), Addressee.of(user, NO_TRACE))
                .kind();
    }

    private static void append(MaildropAppender appender, Username user, byte[] trace, byte[] message)
            throws IOException {
        assertThat(appender.append(lease(user), client("one", TestContent.of(message)), Addressee.of(user, trace))
                        .kind())
                .isEqualTo(Kind.APPENDED);
    }

    private static IncomingMail client(String name, MailContent content) {
        return IncomingMail.fromClient(name, content);
    }

    /** Content that can be read only once. */
    private static MailContent onceOnly(int octets) {
        MailContent content = TestContent.of(TestContent.anyOctets(octets));
        return new MailContent() {
            private boolean wasRead;

            @Override
            public long octets() {
                return octets;
            }

            @Override
            public InputStream open() throws IOException {
                if (wasRead) {
                    throw new IOException("it is gone");
                }
                wasRead = true;
                return content.open();
            }
        };
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Username newUser() {
        return Username.of(UUID.randomUUID() + "@example.org");
    }

    private long mailboxId(Username user) throws SQLException {
        return ((Number) rows("SELECT MAILBOX_ID FROM JAMES_MAILBOX WHERE USER_NAME = ?", user.asString(), Set.of())
                        .get(0)
                        .get("MAILBOX_ID"))
                .longValue();
    }

    private List<Map<String, Object>> mailbox(Username user) throws SQLException {
        return rows(
                "SELECT * FROM JAMES_MAILBOX WHERE USER_NAME = ?",
                user.asString(),
                Set.of("MAILBOX_ID", "MAILBOX_UID_VALIDITY", "USER_NAME"));
    }

    private List<Map<String, Object>> messages(Username user) throws SQLException {
        return rows(
                "SELECT m.* FROM JAMES_MAIL m JOIN JAMES_MAILBOX b ON b.MAILBOX_ID = m.MAILBOX_ID WHERE b.USER_NAME = ?"
                        + " ORDER BY m.MAIL_UID",
                user.asString(),
                Set.of("MAILBOX_ID", "MAIL_DATE"));
    }

    private List<Map<String, Object>> properties(Username user) throws SQLException {
        return rows(
                "SELECT p.* FROM JAMES_MAIL_PROPERTY p JOIN JAMES_MAILBOX b ON b.MAILBOX_ID = p.MAILBOX_ID"
                        + " WHERE b.USER_NAME = ? ORDER BY p.MAIL_UID, p.PROPERTY_LINE_NUMBER",
                user.asString(),
                Set.of("MAILBOX_ID", "PROPERTY_ID"));
    }

    private List<Map<String, Object>> quota(Username user) throws SQLException {
        return rows(
                "SELECT * FROM JAMES_QUOTA_CURRENTQUOTA WHERE CURRENTQUOTA_QUOTAROOT = ?",
                "#private&" + user.asString(),
                Set.of("CURRENTQUOTA_QUOTAROOT"));
    }

    private List<Map<String, Object>> rows(String sql, String parameter, Set<String> without) throws SQLException {
        return new JamesDatabase(factory()).transact(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, parameter);
                List<Map<String, Object>> rows = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows.add(row(row, without));
                    }
                }
                return rows;
            }
        });
    }

    private static Map<String, Object> row(ResultSet row, Set<String> without) throws SQLException {
        Map<String, Object> values = new TreeMap<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            String name = row.getMetaData().getColumnName(column).toUpperCase(Locale.ROOT);
            if (!without.contains(name)) {
                values.put(
                        name,
                        name.endsWith("_BYTES")
                                ? new String(row.getBytes(column), StandardCharsets.ISO_8859_1)
                                : row.getObject(column));
            }
        }
        return new LinkedHashMap<>(values);
    }
}
