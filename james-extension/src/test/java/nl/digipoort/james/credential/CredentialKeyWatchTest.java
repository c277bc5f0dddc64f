// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static nl.digipoort.james.credential.TestKeySource.id;
import static nl.digipoort.james.credential.TestKeySource.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class CredentialKeyWatchTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final byte[] FINGERPRINT = {1, 2, 3};
    private static final byte[] SECRET = {4, 5, 6};

    private final InterruptedStore store = new InterruptedStore(new MemoryRecordStore());
    private final TestKeySource source = new TestKeySource(1);
    private final CredentialKeys keys = new CredentialKeys(source, store, new TestClock());
    private final RecordSeal seal = new RecordSeal(keys, new SecureRandom());
    private final CredentialKeyWatch watch = new CredentialKeyWatch(keys, store, seal);

    @Test
    void sealsEveryRecordAnewWhenAnotherKeyStandsFirst() throws BrokenSealException {
        int users = 2 * Resealing.PAGE + 1;
        for (int i = 0; i < users; i++) {
            save(user(i));
        }
        source.set(2, 1);

        tick();

        assertThat(store.countsByKey()).isEqualTo(Map.of(id(2), (long) users));
        for (int i = 0; i < users; i++) {
            SealedRecord record = store.find(user(i)).orElseThrow();
            assertThat(seal.open(record)).isEqualTo(SECRET);
            assertThat(record.createdAt()).isEqualTo(Instant.ofEpochSecond(7));
        }
    }

    @Test
    void tellsHowManyAndWhichKeyIsFree() {
        try (CapturedLog log = CapturedLog.of(Resealing.class)) {
            tick();
            assertThat(log.take()).as("nothing to tell").isEmpty();
            save(ALICE);
            source.set(2, 1);

            tick();
            tick();

            assertThat(log.take())
                    .containsExactly(
                            "INFO Sealed 1 credential records anew, under key " + id(2),
                            "INFO No credential record uses key " + id(1) + " any more: may be taken out");
        }
    }

    @Test
    void readsTheKeysOnlyWhenTheirStampIsAnother() {
        int reads = source.reads();
        tick();
        assertThat(source.reads()).isEqualTo(reads);

        source.set(2, 1);
        tick();
        tick();

        assertThat(source.reads()).isEqualTo(reads + 1);
    }

    @Test
    void goesOnAtTheNextStartWhenItWasStopped() {
        for (int i = 0; i < 10; i++) {
            save(user(i));
        }
        source.set(2, 1);
        AtomicInteger asked = new AtomicInteger();

        watch.tick(() -> asked.incrementAndGet() <= 4);
        assertThat(store.countsByKey()).isEqualTo(Map.of(id(2), 4L, id(1), 6L));

        new CredentialKeyWatch(keys, store, seal).tick(() -> true);
        assertThat(store.countsByKey()).isEqualTo(Map.of(id(2), 10L));
    }

    @Test
    void neverOverwritesARecordThatWasMadeMeanwhile() {
        save(ALICE);
        source.set(2, 1);
        SealedRecord old = store.find(ALICE).orElseThrow();
        byte[] newer = seal.seal(new byte[] {9}, ALICE, "example.org", new byte[] {9});
        store.beforeNextWrite(() -> store.replace(
                old, SealedRecord.of(ALICE, "example.org", newer, new byte[] {9}, Instant.ofEpochSecond(8))));

        tick();
        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(newer);

        tick();
        SealedRecord record = store.find(ALICE).orElseThrow();
        assertThat(record.keyId()).as("the newer one has its turn").isEqualTo(id(2));
        assertThat(record.createdAt()).isEqualTo(Instant.ofEpochSecond(8));
    }

    @Test
    void bringsNoRecordBackThatWasDeletedMeanwhile() {
        save(ALICE);
        source.set(2, 1);
        store.beforeNextWrite(() -> store.delete(ALICE));

        tick();

        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void leavesARecordThatCannotBeOpenedAndTellsSo() {
        save(ALICE);
        SealedRecord record = store.find(ALICE).orElseThrow();
        byte[] broken = record.sealed();
        broken[broken.length - 1] ^= 1;
        store.replace(record, SealedRecord.of(ALICE, "example.org", broken, FINGERPRINT, Instant.EPOCH));
        save(user(1));
        source.set(2, 1);

        try (CapturedLog log = CapturedLog.of(Resealing.class)) {
            tick();
            tick();

            assertThat(log.take())
                    .containsExactly(
                            "WARN The credential record of alice@example.org cannot be sealed anew: not what was sealed"
                                    + " for this user, realm and password",
                            "INFO Sealed 1 credential records anew, under key " + id(2),
                            "WARN 1 credential records are left that are not sealed under key " + id(2)
                                    + " but under key " + id(1));
        }
        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(broken);
    }

    @Test
    void takesTheOldKeyAwayOnlyWhenNoRecordNeedsIt() {
        save(ALICE);
        source.set(2);

        tick();
        assertThat(keys.ids()).isEqualTo(ids(1));
        assertThat(store.countsByKey()).containsOnlyKeys(id(1));

        source.set(2, 1);
        tick();
        source.set(2);
        tick();
        assertThat(keys.ids()).isEqualTo(ids(2));
        assertThat(store.countsByKey()).containsOnlyKeys(id(2));
    }

    @Test
    void sealsWhatCameLateAndThenTakesTheRefusedKeyAway() {
        source.set(2, 1);
        tick();
        RecordSeal otherNode = TestSeals.under(RecordSealTest.key(1));
        save(ALICE, otherNode);
        source.set(2);

        tick();
        assertThat(keys.ids()).isEqualTo(ids(2, 1));
        tick();

        assertThat(keys.ids()).isEqualTo(ids(2));
        assertThat(store.countsByKey()).containsOnlyKeys(id(2));
    }

    @Test
    void triesAgainWhenTheStoreFails() {
        save(ALICE);
        source.set(2, 1);
        store.beforeNextWrite(() -> {
            throw new CredentialStoreUnavailableException("the store is down");
        });

        assertThatThrownBy(this::tick).isInstanceOf(CredentialStoreUnavailableException.class);
        assertThat(store.countsByKey()).containsOnlyKeys(id(1));
        tick();

        assertThat(store.countsByKey()).containsOnlyKeys(id(2));
    }

    private void tick() {
        watch.tick(() -> true);
    }

    private static Username user(int number) {
        return Username.of("user" + number + "@example.org");
    }

    private void save(Username user) {
        save(user, seal);
    }

    private void save(Username user, RecordSeal by) {
        byte[] sealed = by.seal(SECRET, user, "example.org", FINGERPRINT);
        store.saveIfAbsent(SealedRecord.of(user, "example.org", sealed, FINGERPRINT, Instant.ofEpochSecond(7)));
    }
}
