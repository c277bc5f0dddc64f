// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static nl.digipoort.james.credential.RecordStoreContract.ALICE;
import static nl.digipoort.james.credential.RecordStoreContract.BOB;
import static nl.digipoort.james.credential.RecordStoreContract.sealedUnder;
import static nl.digipoort.james.credential.TestKeySource.id;
import static nl.digipoort.james.credential.TestKeySource.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import nl.digipoort.james.admin.StoreThatIsDown;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.configuration.Reload.Kind;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestClock;
import org.junit.jupiter.api.Test;

class CredentialKeysTest {
    private final MemoryRecordStore store = new MemoryRecordStore();
    private final TestClock clock = new TestClock();
    private final TestKeySource source = new TestKeySource(1);
    private final CredentialKeys keys = new CredentialKeys(source, store, clock);

    @Test
    void acceptsTheKeysWhenEveryRecordHasOne() {
        assertThatCode(keys::verify).doesNotThrowAnyException();
        store.saveIfAbsent(sealedUnder(id(1), ALICE, 1));
        assertThatCode(keys::verify).doesNotThrowAnyException();
    }

    @Test
    void refusesTheKeysWhenAnyRecordLacksItsOwn() {
        store.saveIfAbsent(sealedUnder(id(1), ALICE, 1));
        store.saveIfAbsent(sealedUnder(id(2), BOB, 1));

        assertThatThrownBy(keys::verify)
                .isInstanceOf(CredentialKeyException.class)
                .hasMessage("the test's keys lacks key " + id(2) + ", under which 1 credential records are sealed;"
                        + " put back what is lacking as a further key, or delete those records");
    }

    @Test
    void startsBesideARecordThatIsNone() {
        store.saveIfAbsent(SealedRecord.of(ALICE, "r", new byte[] {7}, new byte[] {7}, clock.instant()));

        assertThatCode(keys::verify).doesNotThrowAnyException();
    }

    @Test
    void takesWhatItFindsWhenReadAgain() {
        assertThat(keys.reload().kind()).isEqualTo(Kind.UNCHANGED);
        source.set(2, 1);

        Reload reload = keys.reload();

        assertThat(reload.kind()).isEqualTo(Kind.CHANGED);
        assertThat(keys.ids()).isEqualTo(ids(2, 1));
        assertThat(keys.first().id()).isEqualTo(id(2));
        assertThat(keys.find(id(1))).isPresent();
    }

    @Test
    void keepsItsKeysWhenWhatItFindsCannotBeUsed() {
        try (CapturedLog log = CapturedLog.of(CredentialKeys.class)) {
            source.set();

            assertThat(keys.reload().kind()).isEqualTo(Kind.REFUSED);
            assertThat(keys.reload().message()).isEqualTo("the keys are unusable. The keys read before stay in force");

            assertThat(keys.ids()).isEqualTo(ids(1));
            assertThat(log.take())
                    .as("said once")
                    .containsExactly("ERROR the keys are unusable. The keys read before stay in force");
        }
    }

    @Test
    void keepsItsKeysWhenARecordNeedsTheOneTakenAway() {
        store.saveIfAbsent(sealedUnder(id(1), ALICE, 1));
        CredentialKey old = keys.first();
        source.set(2);

        Reload reload = keys.reload();

        assertThat(reload.kind()).isEqualTo(Kind.REFUSED_KEY_IN_USE);
        assertThat(reload.message()).contains("lacks key " + id(1) + ", under which 1 credential records are sealed");
        assertThat(keys.ids()).isEqualTo(ids(1));
        assertThat(old.secretKey().isDestroyed()).isFalse();

        store.delete(ALICE);
        assertThat(keys.reload().kind()).isEqualTo(Kind.CHANGED);
        assertThat(keys.ids()).isEqualTo(ids(2));
    }

    @Test
    void letsARecordBeStoredBeforeItLooksWhetherItsKeyMayGo() throws Exception {
        source.set(2);
        FutureTask<Reload> reload = new FutureTask<>(keys::reload);
        Thread reloading = new Thread(reload);

        boolean stored = keys.whileInForce(() -> {
            String sealing = keys.first().id();
            reloading.start();
            while (reloading.getState() != Thread.State.WAITING && !reload.isDone()) {
                Thread.onSpinWait();
            }
            return store.saveIfAbsent(sealedUnder(sealing, ALICE, 1));
        });

        assertThat(stored).isTrue();
        assertThat(reload.get().kind()).isEqualTo(Kind.REFUSED_KEY_IN_USE);
        assertThat(keys.ids()).isEqualTo(ids(1));
    }

    @Test
    void keepsItsKeysWhenTheStoreCannotTellWhichAreInUse() {
        CredentialKeys blind = new CredentialKeys(source, new StoreThatIsDown(), clock);
        source.set(2);

        assertThat(blind.reload().kind()).isEqualTo(Kind.REFUSED);
        assertThat(blind.ids()).isEqualTo(ids(1));
    }

    @Test
    void addsAKeyWithoutAskingTheStore() {
        CredentialKeys blind = new CredentialKeys(source, new StoreThatIsDown(), clock);
        source.set(2, 1);

        assertThat(blind.reload().kind()).isEqualTo(Kind.CHANGED);
    }

    @Test
    void erasesTheKeysThatAreTakenAwayAndNoOthers() {
        source.set(2, 1);
        keys.reload();
        CredentialKey kept = keys.first();
        CredentialKey taken = keys.find(id(1)).orElseThrow();

        source.set(2);
        keys.reload();

        assertThat(taken.secretKey().isDestroyed()).isTrue();
        assertThat(keys.first()).isSameAs(kept);
        assertThat(kept.secretKey().isDestroyed()).isFalse();
    }

    @Test
    void looksForAKeyThatItDoesNotKnowButNotAtEveryCall() {
        assertThat(keys.find(id(2))).isEmpty();
        source.set(1, 2);
        assertThat(keys.find(id(2))).as("it has just looked").isEmpty();
        int reads = source.reads();

        clock.move(Duration.ofSeconds(10));

        assertThat(keys.find(id(2))).isPresent();
        assertThat(keys.find(id(1))).isPresent();
        assertThat(source.reads()).isEqualTo(reads + 1);
    }

    @Test
    void looksForAKeyWhenTheClockWasPutBack() {
        keys.find(id(2));
        source.set(1, 2);
        clock.move(Duration.ofDays(-1));

        assertThat(keys.find(id(2))).isPresent();
    }
}
