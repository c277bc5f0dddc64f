// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.HeldMailStoreContract;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraHeldMailStoreTest implements HeldMailStoreContract {
    private static final byte[] OCTETS = TestContent.anyOctets(300_000);
    private static final List<Addressee> BOTH =
            List.of(Addressee.of(ALICE, new byte[0]), Addressee.of(BOB, new byte[0]));

    private static CqlSession session;

    @BeforeAll
    static void start() {
        session = TestKeyspace.create("held").connect();
    }

    @AfterAll
    static void stop() {
        if (session != null) {
            session.close();
        }
    }

    @BeforeEach
    void empty() {
        TestKeyspace.empty(
                session,
                List.of(
                        "digipoort_held_mail",
                        "digipoort_held_content",
                        "digipoort_held_reference",
                        "digipoort_held_maildrop"));
    }

    @Override
    public HeldMailStore store() {
        return new CassandraHeldMailStore(new JamesCassandra(session));
    }

    @Override
    public boolean hasNoContents() {
        return session.execute("SELECT chunk FROM digipoort_held_content LIMIT 1")
                                .one()
                        == null
                && session.execute("SELECT maildrop FROM digipoort_held_reference LIMIT 1")
                                .one()
                        == null;
    }

    @Override
    public void setClockBack() {
        session.execute("SELECT maildrop, sequence, held_at FROM digipoort_held_mail")
                .forEach(row -> {
                    if (!row.isNull("held_at")) {
                        session.execute(
                                "UPDATE digipoort_held_mail SET held_at = ? WHERE maildrop = ? AND sequence = ?",
                                row.getInstant("held_at").plus(Duration.ofHours(1)),
                                row.getString("maildrop"),
                                row.getLong("sequence"));
                    }
                });
    }

    private static void hold(HeldMailStore store, String name) throws IOException {
        store.hold(IncomingMail.fromClient(name, TestContent.of(OCTETS)), BOTH);
    }

    private static byte[] read(HeldMailStore store, HeldMail mail) throws IOException {
        try (InputStream stream = store.content(mail).open()) {
            return stream.readAllBytes();
        }
    }

    private HeldMail only(Username maildrop) {
        List<HeldMail> held = store().next(maildrop, 10);
        assertThat(held).hasSize(1);
        return held.get(0);
    }

    @Test
    void holdsAndRemovesOnceWhenAnswersAreLost() throws IOException {
        HeldMailStore store = new CassandraHeldMailStore(new LostAnswers(new JamesCassandra(session)));

        hold(store, "one");
        hold(store, "two");

        assertThat(store().next(ALICE, 10)).extracting(HeldMail::name).containsExactly("one", "two");
        assertThat(store().next(BOB, 10)).extracting(HeldMail::name).containsExactly("one", "two");
        assertThat(store.waiting()).extracting(WaitingMaildrop::count).containsExactly(2L, 2L);
        for (Username maildrop : List.of(ALICE, BOB)) {
            for (HeldMail mail : store.next(maildrop, 10)) {
                assertThat(read(store, mail)).isEqualTo(OCTETS);
                store.remove(mail);
            }
        }
        assertThat(store.waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    /** Whether the removal is finished by then, has taken the row away, or has only begun. */
    @ParameterizedTest
    @ValueSource(ints = {100, 2, 1})
    void doesNotHoldAgainWhatWasDeliveredBeforeTheLostAnswerIsLookedFor(int statements) throws IOException {
        AtomicBoolean first = new AtomicBoolean(true);
        Statements remover = new EndingSession(new JamesCassandra(session), statements);
        HeldMailStore store =
                new CassandraHeldMailStore(new ObservedStatements(new JamesCassandra(session), (cql, answer) -> {
                    if (cql.contains("INSERT INTO digipoort_held_mail") && first.getAndSet(false)) {
                        new CassandraHeldMailStore(remover).remove(only(ALICE));
                        throw new DriverTimeoutException("the answer is lost");
                    }
                }));

        hold(store, "one");

        assertThat(first).isFalse();
        assertThat(store().next(ALICE, 10)).extracting(HeldMail::sequence).isSubsetOf(1L);
        assertThat(read(store(), only(BOB))).isEqualTo(OCTETS);
    }

    @Test
    void holdsNothingWhoseContentIsNotFoundAgain() {
        HeldMailStore store =
                new CassandraHeldMailStore(new ObservedStatements(new JamesCassandra(session), (cql, answer) -> {
                    if (cql.contains("INSERT INTO digipoort_held_content")) {
                        session.execute("TRUNCATE digipoort_held_content");
                    }
                }));

        assertThatThrownBy(() -> hold(store, "one")).isInstanceOf(StoreUnavailableException.class);

        assertThat(store().waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    @Test
    void removesWhatANodeWithAClockAheadHasHeld() throws IOException {
        hold(new CassandraHeldMailStore(new ClockAhead(new JamesCassandra(session))), "one");

        store().remove(only(ALICE));
        store().remove(only(BOB));

        assertThat(store().waiting()).isEmpty();
        assertThat(hasNoContents()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void holdsForAllOrForNoneWhateverStatementIsNotAnswered(Trouble.Fate fate) throws IOException {
        boolean wentWrong = true;
        for (int before = 0; wentWrong; before++) {
            empty();
            Trouble cassandra = new Trouble(new JamesCassandra(session), before, fate);
            int held = 1;
            try {
                hold(new CassandraHeldMailStore(cassandra), "one");
            } catch (StoreUnavailableException e) {
                held = 0;
            }

            assertThat(store().next(ALICE, 10)).as("at %d", before).hasSize(held);
            assertThat(store().next(BOB, 10)).as("at %d", before).hasSize(held);
            assertThat(store().isWaiting(ALICE)).isEqualTo(held == 1);
            assertThat(store().waiting()).hasSize(2 * held);
            assertThat(hasNoContents()).as("at %d", before).isEqualTo(held == 0);
            hold(store(), "two");
            assertThat(store().next(BOB, 10))
                    .extracting(HeldMail::name)
                    .hasSize(held + 1)
                    .endsWith("two");
            wentWrong = !cassandra.isAhead();
        }
    }

    @Test
    void losesNoContentWhenItsNodeDiesWhileItHolds() throws IOException {
        boolean dies = true;
        for (int statements = 0; dies; statements++) {
            empty();
            try {
                hold(new CassandraHeldMailStore(new EndingSession(new JamesCassandra(session), statements)), "one");
                dies = false;
            } catch (StoreUnavailableException e) {
                assertThat(e).isNotNull();
            }

            hold(store(), "one");

            for (Username maildrop : List.of(ALICE, BOB)) {
                List<HeldMail> held = store().next(maildrop, 10);
                assertThat(held).as("after %d", statements).hasSizeBetween(1, 2);
                for (HeldMail mail : held) {
                    assertThat(read(store(), mail)).isEqualTo(OCTETS);
                    store().remove(mail);
                }
            }
            assertThat(store().waiting()).as("after %d", statements).isEmpty();
        }
    }

    @Test
    void finishesARemovalWhoseNodeDied() throws IOException {
        boolean dies = true;
        for (int statements = 0; dies; statements++) {
            empty();
            hold(store(), "one");
            HeldMail alice = only(ALICE);
            store().remove(only(BOB));
            try {
                new CassandraHeldMailStore(new EndingSession(new JamesCassandra(session), statements)).remove(alice);
                dies = false;
            } catch (StoreUnavailableException e) {
                assertThat(e).isNotNull();
            }

            assertThat(store().waiting()).hasSameSizeAs(store().next(ALICE, 10));
            for (HeldMail mail : store().next(ALICE, 10)) {
                assertThat(read(store(), mail)).as("after %d", statements).isEqualTo(OCTETS);
            }
            store().remove(alice);

            assertThat(store().waiting()).isEmpty();
            assertThat(hasNoContents()).as("after %d", statements).isTrue();
        }
    }

    @Test
    void doesNotAddARowAfterItsMailWasTakenBack() throws IOException {
        LateStatements cassandra = new LateStatements(new JamesCassandra(session), "INSERT INTO digipoort_held_mail");
        assertThatThrownBy(() -> hold(new CassandraHeldMailStore(cassandra), "one"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(hasNoContents()).isTrue();

        assertThat(cassandra.executeLate()).isEqualTo(2);

        assertThat(store().next(ALICE, 10)).isEmpty();
        assertThat(store().isWaiting(ALICE)).isFalse();
        hold(store(), "two");
        assertThat(read(store(), only(ALICE))).isEqualTo(OCTETS);
    }

    /** After the answer of its first look at the list, and of its mark in it. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT listed", "SET striking = true"})
    void listsAMaildropThatGetsAMailWhileItIsStruckOff(String statement) throws IOException {
        hold(store(), "one");
        AtomicBoolean first = new AtomicBoolean(true);
        HeldMailStore store =
                new CassandraHeldMailStore(new ObservedStatements(new JamesCassandra(session), (cql, answer) -> {
                    if (cql.contains(statement) && first.getAndSet(false)) {
                        holdUnchecked("two");
                    }
                }));

        store.remove(only(ALICE));

        assertThat(first).isFalse();
        assertThat(store().waiting()).extracting(WaitingMaildrop::maildrop).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(only(ALICE).name()).isEqualTo("two");
    }

    @Test
    void listsAMaildropThatGetsAMailAfterTheLastLookBeforeItIsStruckOff() throws IOException {
        hold(store(), "one");
        AtomicBoolean striking = new AtomicBoolean();
        HeldMailStore store =
                new CassandraHeldMailStore(new ObservedStatements(new JamesCassandra(session), (cql, answer) -> {
                    if (cql.contains("SET striking = true")) {
                        striking.set(true);
                    } else if (cql.contains("SELECT last_sequence") && striking.getAndSet(false)) {
                        holdUnchecked("two");
                    }
                }));

        store.remove(only(ALICE));

        assertThat(store().waiting()).extracting(WaitingMaildrop::maildrop).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(only(ALICE).name()).isEqualTo("two");
    }

    @Test
    void listsAMaildropThatIsStruckOffWhileItGetsAMail() throws IOException {
        AtomicInteger struck = new AtomicInteger();
        HeldMailStore store =
                new CassandraHeldMailStore(new ObservedStatements(new JamesCassandra(session), (cql, answer) -> {
                    if (cql.contains("SELECT last_sequence")) {
                        struck.incrementAndGet();
                        assertThat(store().waiting()).hasSize(struck.get() - 1);
                    }
                }));

        hold(store, "one");

        assertThat(struck).hasValue(2);
        assertThat(store().waiting()).extracting(WaitingMaildrop::maildrop).containsExactlyInAnyOrder(ALICE, BOB);
    }

    private void holdUnchecked(String name) {
        try {
            hold(store(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void failsToReadAContentThatIsNotWhole() throws IOException {
        hold(store(), "one");
        HeldMail mail = only(ALICE);
        String where = " WHERE content_id = " + mail.contentId() + " AND chunk_group = 0 AND chunk = 1";

        session.execute("UPDATE digipoort_held_content SET octets = 0x2021" + where);
        assertThatThrownBy(() -> read(store(), mail)).isInstanceOf(IOException.class);
        session.execute("DELETE FROM digipoort_held_content" + where);
        assertThatThrownBy(() -> read(store(), mail)).isInstanceOf(IOException.class);
    }

    @Test
    void failsToReadAContentOfTheSameLengthThatIsAnother() throws IOException {
        store().hold(IncomingMail.fromClient("one", TestContent.of("abc")), BOTH);
        HeldMail mail = only(ALICE);

        session.execute("UPDATE digipoort_held_content SET octets = 0x616264 WHERE content_id = " + mail.contentId()
                + " AND chunk_group = 0 AND chunk = 0");

        assertThatThrownBy(() -> read(store(), mail)).isInstanceOf(IOException.class);
    }

    /** Cassandra warns of a read that walks over more than 1,000 tombstones. */
    @Test
    void walksOverNoTombstonesWhenAMaildropIsDrainedInOrder() {
        int count = Integer.getInteger("digipoort.held.mails", 1_200);
        store().isWaiting(ALICE);
        seed(count);
        Queue<String> warnings = new ConcurrentLinkedQueue<>();
        HeldMailStore store = new CassandraHeldMailStore(new ObservedStatements(
                new JamesCassandra(session),
                (cql, answer) -> warnings.addAll(answer.getExecutionInfo().getWarnings())));

        long removed = 0;
        for (List<HeldMail> some = store.next(ALICE, 100); !some.isEmpty(); some = store.next(ALICE, 100)) {
            for (HeldMail mail : some) {
                removed++;
                assertThat(mail.sequence()).isEqualTo(removed);
                store.remove(mail);
            }
        }

        assertThat(removed).isEqualTo(count);
        assertThat(store.isWaiting(ALICE)).isFalse();
        assertThat(store.waiting()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    /** Rows as they are when so many mails are held, without their contents. */
    private static void seed(int count) {
        PreparedStatement insert = session.prepare("INSERT INTO digipoort_held_mail"
                + " (maildrop, sequence, name, content_id, octets, trace, held_at)"
                + " VALUES (?, ?, 'any', ?, 1, 0x20, toTimestamp(now())) USING TIMESTAMP 1");
        List<CompletableFuture<AsyncResultSet>> started = new ArrayList<>();
        for (long sequence = 1; sequence <= count; sequence++) {
            started.add(session.executeAsync(insert.bind(ALICE.asString(), sequence, UUID.randomUUID()))
                    .toCompletableFuture());
            if (started.size() == 200 || sequence == count) {
                started.forEach(CompletableFuture::join);
                started.clear();
            }
        }
        session.execute("INSERT INTO digipoort_held_mail (maildrop, sequence, last_sequence) VALUES ('"
                + ALICE.asString() + "', 0, " + count + ") USING TIMESTAMP 1");
    }

    @Test
    void saysSoWhenCassandraIsUnavailable() {
        HeldMailStore store = new CassandraHeldMailStore(LostAnswers.nowhere());
        HeldMail mail = HeldMail.of(ALICE, 1, "one", UUID.randomUUID().toString(), 1, new byte[0], Instant.EPOCH);

        assertThatThrownBy(() -> hold(store, "one")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.isWaiting(ALICE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.next(ALICE, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.find(ALICE, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> read(store, mail)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.remove(mail)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::waiting).isInstanceOf(StoreUnavailableException.class);
    }
}
