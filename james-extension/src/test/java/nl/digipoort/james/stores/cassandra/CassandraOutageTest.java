// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.HolderKind;
import nl.digipoort.james.lock.Lease;
import nl.digipoort.james.lock.LeaseHolder;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.LockWatch;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.Addressee;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.HeldMailStore;
import nl.digipoort.james.mail.IncomingMail;
import nl.digipoort.james.mail.TestContent;
import nl.digipoort.james.testing.TestCassandra;
import org.apache.james.core.Username;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Cassandra that stands still, goes on, and dies: one of this test's own. */
class CassandraOutageTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username BOB = Username.of("bob@example.org");
    private static final byte[] OCTETS = TestContent.anyOctets(600_000);
    private static final LeaseHolder HOLDER = LeaseHolder.of(HolderKind.SESSION, "node-1", "192.0.2.1");

    private TestCassandra cassandra;
    private CqlSession session;
    private MaildropLocks locks;

    @BeforeEach
    void start() {
        cassandra = TestCassandra.start();
        session = TestKeyspace.create("outage", cassandra).connect(Duration.ofSeconds(2));
        locks = new CassandraMaildropLocks(new JamesCassandra(session), Duration.ofSeconds(3), new LockWatch());
        await().ignoreExceptions().until(() -> locks.lookAll().isEmpty());
    }

    @AfterEach
    void stop() {
        session.close();
        cassandra.stop();
    }

    @Test
    void givesNoAnswerWithoutOneAndGoesOnWithGrowingFences() {
        Lease alice = acquire(ALICE);

        cassandra.pause();
        assertThatThrownBy(() -> locks.acquire(BOB, HOLDER)).isInstanceOf(StoreUnavailableException.class);
        assertThat(locks.renew(List.of(alice)).unknown()).containsOnlyKeys(alice);
        assertThatThrownBy(() -> locks.beginUpdate(alice)).isInstanceOf(StoreUnavailableException.class);
        cassandra.resume();

        // what was asked for meanwhile may be done now, for nobody: it is watched and ends with its time, as everything
        // does
        await().ignoreExceptions().until(() -> locks.lookAll().isEmpty());
        assertThat(acquire(ALICE).fence()).isGreaterThan(alice.fence());
        await().ignoreExceptions().until(() -> !locks.beginUpdate(alice));
        Lease bob = acquire(BOB);
        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(locks.look(BOB)).map(LockInfo::fence).contains(bob.fence()));

        cassandra.stop();
        assertThatThrownBy(() -> locks.acquire(ALICE, HOLDER)).isInstanceOf(StoreUnavailableException.class);
        assertThat(locks.renew(List.of(bob)).unknown()).containsOnlyKeys(bob);
        assertThatThrownBy(locks::lookAll).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void holdsNoMailWithoutAnAnswerAndKeepsWhatItHolds() throws Exception {
        HeldMailStore store = new CassandraHeldMailStore(new JamesCassandra(session));
        await().ignoreExceptions().until(() -> hold(store, "before"));

        cassandra.pause();
        assertThatThrownBy(() -> hold(store, "meanwhile")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.isWaiting(ALICE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::waiting).isInstanceOf(StoreUnavailableException.class);
        cassandra.resume();

        await().ignoreExceptions().until(() -> hold(store, "after"));
        List<HeldMail> held = await().ignoreExceptions().until(() -> store.next(ALICE, 10), mails -> true);
        assertThat(held).extracting(HeldMail::name).startsWith("before").endsWith("after");
        for (HeldMail mail : held) {
            await().ignoreExceptions().untilAsserted(() -> {
                try (InputStream octets = store.content(mail).open()) {
                    assertThat(octets.readAllBytes()).isEqualTo(OCTETS);
                }
            });
        }

        cassandra.stop();
        assertThatThrownBy(() -> hold(store, "too late")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.remove(held.get(0))).isInstanceOf(StoreUnavailableException.class);
    }

    private static boolean hold(HeldMailStore store, String name) throws IOException {
        store.hold(
                IncomingMail.fromClient(name, TestContent.of(OCTETS)),
                List.of(Addressee.of(ALICE, new byte[0]), Addressee.of(BOB, new byte[0])));
        return true;
    }

    /** However slow this machine is. */
    private Lease acquire(Username maildrop) {
        return await().ignoreExceptions()
                .until(() -> locks.acquire(maildrop, HOLDER), Optional::isPresent)
                .orElseThrow();
    }
}
