package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.credential.RecordSealTest.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialRecordsTest {
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC);

    private final UsersRepository users = TestUsers.inMemory();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private final PasswordFingerprints fingerprints = new DefaultUserFingerprints(users);
    private final CredentialRecords records = records(fingerprints, 1, "example.org");

    @BeforeEach
    void addAlice() throws UsersRepositoryException {
        users.addUser(ALICE, "secret");
    }

    @Test
    void givesTheDigestsWhenThePasswordIsRemembered() {
        records.remember(ALICE, "secret");

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(records.digests(ALICE, "alice@example.org"))
                .containsExactly(h("alice@example.org:example.org:secret"));
        assertThat(records.digests(ALICE, "Alice")).isEmpty();
        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void keepsNoDigestInClear() {
        records.remember(ALICE, "secret");

        SealedRecord record = store.find(ALICE).orElseThrow();
        assertThat(Hex.of(record.sealed())).doesNotContain(Hex.of(h("alice:example.org:secret")));
        assertThat(record).hasToString("SealedRecord of alice@example.org in example.org made at 1970-01-01T00:16:40Z");
    }

    @Test
    void hasNothingWhenNothingWasRemembered() {
        assertThat(records.digests(ALICE, "alice")).isEmpty();
        assertThat(records.usable(ALICE)).isFalse();
    }

    @Test
    void isVoidWhenJamesHoldsAnotherPassword() throws Exception {
        records.remember(ALICE, "secret");

        TestUsers.setPassword(users, ALICE, "changed");

        assertThat(records.digests(ALICE, "alice")).isEmpty();
        assertThat(records.usable(ALICE)).isFalse();
    }

    @Test
    void isVoidWhenTheUserIsGone() throws Exception {
        records.remember(ALICE, "secret");

        users.removeUser(ALICE);

        assertThat(records.usable(ALICE)).isFalse();
    }

    @Test
    void isVoidWhenTheRealmIsAnother() {
        records.remember(ALICE, "secret");

        assertThat(records(fingerprints, 1, "example.net").usable(ALICE)).isFalse();
    }

    @Test
    void isAbsentWhenSealedUnderAnotherKey() {
        records.remember(ALICE, "secret");

        assertThat(records(fingerprints, 2, "example.org").usable(ALICE)).isFalse();
    }

    @Test
    void isAbsentWhenAnOldRecordIsPutBesideTheNewHash() throws Exception {
        records.remember(ALICE, "secret");
        SealedRecord old = store.find(ALICE).orElseThrow();
        TestUsers.setPassword(users, ALICE, "changed");
        byte[] current = fingerprints.find(ALICE).orElseThrow();

        store.save(SealedRecord.of(ALICE, old.realm(), old.sealed(), current, old.createdAt()));

        assertThat(records.usable(ALICE)).isFalse();
    }

    @Test
    void replacesTheRecordWhenTheNewPasswordIsRemembered() throws Exception {
        records.remember(ALICE, "secret");
        TestUsers.setPassword(users, ALICE, "changed");

        records.remember(ALICE, "changed");

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:changed"));
    }

    @Test
    void makesNoRecordWhenJamesDoesNotHoldThePassword() {
        records.remember(ALICE, "guessed");
        records.remember(Username.of("nobody@example.org"), "secret");

        assertThat(store.any()).isEmpty();
    }

    @Test
    void makesNoRecordBesideTheNewHashWhenThePasswordChangesMeanwhile() {
        AtomicInteger looks = new AtomicInteger();
        PasswordFingerprints overtaken = user -> {
            if (looks.incrementAndGet() == 2) {
                assertThatCode(() -> TestUsers.setPassword(users, ALICE, "changed"))
                        .doesNotThrowAnyException();
            }
            return fingerprints.find(user);
        };

        records(overtaken, 1, "example.org").remember(ALICE, "secret");

        assertThat(looks).hasValue(3);
        assertThat(store.any()).isEmpty();
    }

    @Test
    void makesNoRecordWhenThePasswordKeepsChanging() {
        AtomicInteger looks = new AtomicInteger();
        PasswordFingerprints restless = user -> Optional.of(new byte[] {(byte) looks.incrementAndGet()});

        records(restless, 1, "example.org").remember(ALICE, "secret");

        assertThat(store.any()).isEmpty();
    }

    @Test
    void makesARecordWhenItLearnsAPasswordWithoutOne() {
        records.learn(ALICE, "alice", "secret");

        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void keepsTheRecordWhenItLearnsAPasswordBesideAUsableOne() {
        records.learn(ALICE, "alice", "secret");
        byte[] sealed = store.find(ALICE).orElseThrow().sealed();

        records.learn(ALICE, "alice", "secret");

        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(sealed);
    }

    @Test
    void makesTheRecordAnewWhenItLearnsAnotherSpellingOfTheName() {
        records.learn(ALICE, "alice", "secret");

        records.learn(ALICE, "Alice@Example.org", "secret");

        assertThat(records.digests(ALICE, "Alice@Example.org"))
                .containsExactly(h("Alice@Example.org:example.org:secret"));
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(records.digests(ALICE, "ALICE")).isEmpty();
    }

    @Test
    void keepsTheSpellingsWhenThePasswordChanges() throws Exception {
        records.learn(ALICE, "Alice", "secret");
        TestUsers.setPassword(users, ALICE, "changed");
        assertThat(records.digests(ALICE, "Alice")).isEmpty();

        records.remember(ALICE, "changed");

        assertThat(records.digests(ALICE, "Alice")).containsExactly(h("Alice:example.org:changed"));
    }

    @Test
    void readsARecordOfTheFirstVersionAndMakesItAnewAtTheNextLogin() {
        byte[] secret = new byte[2 + 2 * PreDigests.OCTETS];
        secret[0] = 1;
        System.arraycopy(h("alice@example.org:example.org:secret"), 0, secret, 1, PreDigests.OCTETS);
        secret[1 + PreDigests.OCTETS] = 1;
        System.arraycopy(h("alice:example.org:secret"), 0, secret, 2 + PreDigests.OCTETS, PreDigests.OCTETS);
        byte[] fingerprint = fingerprints.find(ALICE).orElseThrow();
        byte[] sealed = new RecordSeal(key(1), new SecureRandom()).seal(secret, ALICE, "example.org", fingerprint);
        store.save(SealedRecord.of(ALICE, "example.org", sealed, fingerprint, CLOCK.instant()));

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        records.learn(ALICE, "alice", "secret");

        assertThat(store.find(ALICE).orElseThrow().sealed()).isNotEqualTo(sealed);
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
    }

    @Test
    void letsTheLoginStandWhenItCannotLearn() {
        CredentialRecords broken = records(CredentialRecordsTest::down, 1, "example.org");

        assertThatCode(() -> broken.learn(ALICE, "alice", "secret")).doesNotThrowAnyException();
    }

    @Test
    void failsWhenItsStoresAreDown() {
        CredentialRecords broken = records(CredentialRecordsTest::down, 1, "example.org");

        assertThatThrownBy(() -> broken.remember(ALICE, "secret"))
                .isInstanceOf(CredentialStoreUnavailableException.class);
        assertThatThrownBy(() -> broken.digests(ALICE, "alice"))
                .isInstanceOf(CredentialStoreUnavailableException.class);
    }

    private static Optional<byte[]> down(Username user) {
        throw new CredentialStoreUnavailableException("no users to find " + user.asString() + " among");
    }

    @Test
    void hasNothingWhenForgotten() {
        records.remember(ALICE, "secret");

        records.forget(ALICE);

        assertThat(store.any()).isEmpty();
    }

    @Test
    void acceptsTheKeyWhenNothingIsStored() {
        assertThatCode(records::verifyKey).doesNotThrowAnyException();
    }

    @Test
    void acceptsTheKeyWhenRecordsAreSealedUnderIt() {
        records.remember(ALICE, "secret");

        assertThatCode(records::verifyKey).doesNotThrowAnyException();
    }

    @Test
    void refusesTheKeyWhenRecordsAreSealedUnderAnother() {
        records.remember(ALICE, "secret");
        CredentialRecords other = records(fingerprints, 2, "example.org");

        assertThatThrownBy(other::verifyKey)
                .isInstanceOf(CredentialKeyException.class)
                .hasMessage("the credential key " + key(2).id() + " is not the one that the stored credential records"
                        + " are sealed under; put that key back, or delete the stored records");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00e9xample.org"})
    void refusesTheRealmWhenItIsBlankOrNotAscii(String realm) {
        assertThatThrownBy(() -> records(fingerprints, 1, realm)).isInstanceOf(IllegalArgumentException.class);
    }

    private CredentialRecords records(PasswordFingerprints someFingerprints, int someKey, String realm) {
        RecordSeal seal = new RecordSeal(key(someKey), new SecureRandom());
        return new CredentialRecords(store, someFingerprints, users, seal, realm, CLOCK);
    }

    private static byte[] h(String a1) {
        return Digests.md5().digest(a1.getBytes(US_ASCII));
    }
}
