// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.persistence.EntityManagerFactory;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.Uses;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.TestSeals;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.lock.TestLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.maildrop.ListedMailbox;
import nl.digipoort.james.maildrop.MailboxApiReader;
import nl.digipoort.james.maildrop.WireSizes;
import nl.digipoort.james.testing.QueryPlans;
import nl.digipoort.james.testing.TestPostgres;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.jpa.JPAId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.user.jpa.JPAUsersRepository;
import org.junit.jupiter.api.Test;

/**
 * Whatever the stores ask PostgreSQL for, with 100,000 accounts in it: no statement reads all of a table that grows with accounts or
 * messages, except those that are named here.
 */
class PostgresPlansTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final String KEY_ID = "00000000";
    private static final String FORGET = "FROM DIGIPOORT_DELIVERY_MADE WHERE MADE_AT ";
    private static final String USES = "FROM DIGIPOORT_USE WHERE USER_NAME > $1 ORDER BY USER_NAME, USE_NAME LIMIT";
    private static final Map<String, String> READ_ALL = Map.of(
            "SELECT HEADER, COUNT(*) FROM (SELECT SUBSTRING(SEALED FROM 1 FOR 12)",
            "counts all records by key, for an operator who changes the key",
            "SELECT APPLIES_TO, USER_NAME, LIMIT_NAME, LIMIT_VALUE FROM DIGIPOORT_LIMIT",
            "every limit there is, into memory, once at the start and then every few seconds",
            FORGET,
            "a thousand rows at a time, found by their index",
            USES,
            "a thousand rows at a time, for an operator and for a metric, in the order of their key");

    @Test
    void readOnlyWhatTheyNeed() throws Exception {
        try (TestPostgres postgres = TestPostgres.ofItsOwn();
                QueryPlans plans = new QueryPlans(postgres)) {
            EntityManagerFactory factory = TestJpa.factory(
                    "org.postgresql.Driver", postgres.url(), Map.of("openjpa.ConnectionUserName", postgres.user()));
            try {
                // which makes all tables
                useAll(factory);
                plans.fill();
                new DatabaseIndexes(new JamesDatabase(factory)).complete();
                plans.reset();

                useAll(factory);

                List<String> taken = plans.take();
                assertThat(taken).hasSizeGreaterThan(80);
                List<String> reading = plans.reading(taken);
                assertThat(reading).filteredOn(isOnPurpose().negate()).isEmpty();
                assertThat(reading)
                        .noneMatch(plan -> plan.contains(FORGET) && plan.contains("Seq Scan"))
                        .noneMatch(plan -> plan.contains("FROM DIGIPOORT_USE") && plan.contains("Sort"));
                assertThat(READ_ALL.keySet())
                        .as("what is named here and does not read all")
                        .allMatch(query -> reading.stream().anyMatch(plan -> plan.contains(query)));
            } finally {
                factory.close();
            }
        }
    }

    static Predicate<String> isOnPurpose() {
        return plan -> READ_ALL.keySet().stream().anyMatch(plan::contains);
    }

    static void useAll(EntityManagerFactory factory) throws Exception {
        JamesDatabase database = new JamesDatabase(factory);
        JPAUsersRepository users = users(factory);
        if (!users.contains(ALICE)) {
            users.addUser(ALICE, "secret");
        }
        assertThat(users.test(ALICE, "secret")).isTrue();
        useRecords(database, users);
        useActivity(database);
        useLimits(database);
        useLocks(database);
        useMail(factory, database);
        new JdbcMadeDeliveries(database, Duration.ofDays(30))
                .forgetOld(Clock.systemUTC().instant());
        users.removeUser(ALICE);
    }

    private static JPAUsersRepository users(EntityManagerFactory factory) throws Exception {
        JPAUsersRepository users = new JPAUsersRepository(TestUsers.domains());
        users.setEntityManagerFactory(factory);
        users.configure(TestUsers.withVirtualHosting());
        users.init();
        return users;
    }

    private static void useRecords(JamesDatabase database, JPAUsersRepository users) {
        JdbcRecordStore store = new JdbcRecordStore(database);
        CredentialRecords records = new CredentialRecords(
                store,
                new JdbcPasswordFingerprints(users, database),
                users,
                TestSeals.under(new byte[32]),
                "example.org",
                4096,
                true,
                Clock.systemUTC());
        for (int i = 0; i < 2; i++) {
            records.learn(ALICE, "alice", "secret", Optional.empty());
        }
        assertThat(records.digests(ALICE, "alice")).hasSize(1);
        assertThat(store.replace(
                        store.find(ALICE).orElseThrow(), store.find(ALICE).orElseThrow()))
                .isTrue();
        store.countsByKey();
        store.usersNotUnder(KEY_ID, Optional.empty(), 500);
        store.usersNotUnder(KEY_ID, Optional.of(Username.of("account5")), 500);
        store.delete(ALICE);
    }

    private static void useActivity(JamesDatabase database) {
        JdbcActivityStore store = new JdbcActivityStore(database);
        for (int i = 1; i <= 2; i++) {
            store.save(Map.of(
                    ALICE,
                    Activity.login(Instant.ofEpochSecond(i), "192.0.2.1")
                            .latest(Activity.retrieval(Instant.ofEpochSecond(i)))));
            store.countLogin(ALICE);
        }
        assertThat(store.sinceCountedLogin(ALICE)).isPresent();
        assertThat(store.find(ALICE)).isNotEqualTo(Activity.NONE);
        store.forget(ALICE);
        JdbcUseStore uses = new JdbcUseStore(database);
        for (int i = 1; i <= 2; i++) {
            uses.save(Map.of(ALICE, Uses.of(Set.of(Use.DIGEST_MD5), Instant.ofEpochSecond(i), "192.0.2.1")));
        }
        assertThat(uses.find(ALICE).isEmpty()).isFalse();
        uses.page(Optional.empty(), 100);
        uses.page(Optional.of(Username.of("account5")), 1000);
        uses.forget(ALICE);
    }

    private static void useLimits(JamesDatabase database) {
        JdbcAccountLimitStore store = new JdbcAccountLimitStore(database);
        for (long i = 1; i <= 2; i++) {
            store.setForAll(AccountLimitValues.of(Map.of(AccountLimit.LOGIN_DELAY, i)));
            store.setExceptions(ALICE, AccountLimitValues.of(Map.of(AccountLimit.LOGIN_DELAY, i)));
        }
        assertThat(store.all().exceptions().get(ALICE).asMap()).containsEntry(AccountLimit.LOGIN_DELAY, 2L);
        store.setForAll(AccountLimitValues.EMPTY);
        store.setExceptions(ALICE, AccountLimitValues.EMPTY);
    }

    private static void useLocks(JamesDatabase database) {
        JdbcMaildropLocks locks = new JdbcMaildropLocks(database, database, Duration.ofMinutes(1), new LockWatch());
        for (int i = 0; i < 2; i++) {
            Lease lease = locks.acquire(ALICE, holder()).orElseThrow();
            assertThat(locks.acquire(ALICE, holder())).isEmpty();
            assertThat(locks.renew(List.of(lease)).over()).isEmpty();
            assertThat(locks.beginUpdate(lease)).isTrue();
            assertThat(locks.look(ALICE)).isPresent();
            assertThat(locks.lookAll()).hasSize(1);
            assertThat(locks.breakLock(ALICE, lease.fence() + 1)).isFalse();
            locks.release(lease);
        }
    }

    private static LeaseHolder holder() {
        return LeaseHolder.of(HolderKind.SESSION, "node", "192.0.2.1");
    }

    private static void useMail(EntityManagerFactory factory, JamesDatabase database) throws Exception {
        TestJpaJames james = new TestJpaJames(factory);
        JdbcMaildropAppender appender = james.appender();
        JdbcHeldMailStore held = new JdbcHeldMailStore(database);
        OwnedLease lease = new TestLocks().held(ALICE);
        Addressee addressee = Addressee.of(ALICE, new byte[0]);
        appender.append(lease, mail("first" + System.nanoTime()), addressee);
        appender.append(lease, mail("second" + System.nanoTime()), addressee);
        held.hold(mail("third" + System.nanoTime()), List.of(addressee));
        held.hold(mail("fourth" + System.nanoTime()), List.of(addressee));
        assertThat(held.isWaiting(ALICE)).isTrue();
        assertThat(held.waiting()).isNotEmpty();
        List<HeldMail> waiting = held.next(ALICE, 100);
        appender.bringIn(lease, waiting.get(0), held.content(waiting.get(0)));
        held.remove(waiting.get(1));
        james.append(ALICE, content());
        useMaildrop(james, new JpaMessageListing(database, new JPAId.Factory()), database);
    }

    private static IncomingMail mail(String name) {
        return IncomingMail.fromQueue(name, TestContent.of("Subject: x\r\n\r\nText\r\n"));
    }

    private static byte[] content() {
        return "Subject: x\r\nContent-Type: text/plain\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    private static void useMaildrop(TestJpaJames james, JpaMessageListing listing, JamesDatabase database)
            throws Exception {
        MailboxSession session = james.manager().createSystemSession(ALICE);
        james.manager().startProcessingRequest(session);
        MailboxPath path = MailboxPath.inbox(ALICE);
        ListedMailbox listed = listing.list(james.manager(), path, session);
        JdbcWireSizeStore sizes = new JdbcWireSizeStore(database);
        sizes.save(listed.id(), WireSizes.of(4, Map.of(1L, 50L, 2L, 60L)));
        sizes.save(listed.id(), WireSizes.of(4, Map.of(1L, 51L)));
        sizes.extend(listed.id(), 5, OptionalLong.of(70));
        sizes.find(listed.id());
        JpaMessageReader reader = new JpaMessageReader(database, new MailboxApiReader());
        reader.read(james.manager(), listed.id(), listed.messages().uid(0), session)
                .close();
        reader.readHeader(james.manager(), listed.id(), listed.messages().uid(0), 1000, session);
        assertThat(new JpaMessageAges(database)
                        .before(Instant.now(Clock.systemUTC()).plusSeconds(1), 500, path))
                .isNotEmpty();
        assertThat(james.messages(ALICE)).hasSizeGreaterThan(3);
        MessageManager inbox = james.inbox(ALICE, session);
        james.deletion().delete(inbox, uids(listed), session);
        james.manager().endProcessingRequest(session);
    }

    private static List<MessageUid> uids(ListedMailbox listed) {
        return IntStream.range(0, listed.messages().count())
                .mapToObj(i -> MessageUid.of(listed.messages().uid(i)))
                .collect(Collectors.toList());
    }
}
