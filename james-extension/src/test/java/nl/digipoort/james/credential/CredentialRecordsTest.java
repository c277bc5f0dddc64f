// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nl.digipoort.james.credential.RecordSealTest.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.credential.CredentialState.Kind;
import nl.digipoort.james.stores.memory.MemoryRecordStore;
import nl.digipoort.james.testing.TestClock;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialRecordsTest {
    private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();
    private static final Username ALICE = Username.of("alice@example.org");
    private static final Username NOBODY = Username.of("nobody@example.org");
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
    void isTheSameOnTheServerThatTheUserIsMovedTo() throws Exception {
        records.learn(ALICE, "ALICE", "secret", Optional.empty());
        MemoryRecordStore elsewhere = new MemoryRecordStore();
        CredentialRecords other = new CredentialRecords(
                elsewhere, fingerprints, users, TestSeals.under(new byte[32]), "example.org", 4096, true, CLOCK);

        assertThat(other.moved(ALICE, records.toMove(ALICE).orElseThrow())).isTrue();

        assertThat(other.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(other.digests(ALICE, "ALICE")).containsExactly(h("ALICE:example.org:secret"));
        assertThat(records.toMove(NOBODY)).isEmpty();
        assertThatThrownBy(() -> other.moved(ALICE, new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsAUsableRecordWhenAnotherOneIsMovedHere() {
        records.remember(ALICE, "secret");
        byte[] another = PreDigestsFormat.write(
                PreDigests.compute(ALICE, "example.org", "another", List.of(), Optional.empty()));

        assertThat(records.moved(ALICE, another)).isTrue();

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(records.moved(NOBODY, another)).isFalse();
    }

    @Test
    void keepsNoDigestsOfAUserWhoMayNotUseThem() {
        CredentialRecords restricted = keeping(false, true);

        assertThat(restricted.remember(ALICE, "secret")).isTrue();

        assertThat(restricted.digests(ALICE, "alice")).isEmpty();
        assertThat(restricted.scram(ALICE)).isPresent();
        assertThat(restricted.mayHaveRecord(ALICE)).isTrue();
    }

    @Test
    void takesOutWhatTheUserMayNotUseAnyMore() {
        records.learn(ALICE, "ALICE", "secret", Optional.empty());

        keeping(true, true).restrict(ALICE);
        assertThat(records.digests(ALICE, "ALICE")).isNotEmpty();

        keeping(false, true).restrict(ALICE);
        assertThat(records.digests(ALICE, "alice")).isEmpty();
        assertThat(records.digests(ALICE, "ALICE")).isEmpty();
        assertThat(records.scram(ALICE)).isPresent();

        keeping(false, false).restrict(ALICE);
        assertThat(store.find(ALICE)).isEmpty();
        keeping(false, false).restrict(ALICE);
    }

    @Test
    void takesOutTheKeysOfScramAlone() {
        records.remember(ALICE, "secret");

        keeping(true, false).restrict(ALICE);

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(records.scram(ALICE)).isEmpty();
    }

    /** Its only digest is under one name. */
    @ParameterizedTest
    @CsvSource({
        "true, false, alice@example.org",
        "true, false, alice",
        "true, false, ALICE",
        "true, true, alice",
        "false, true, alice@example.org",
        "false, true, alice",
        "false, true, ALICE"
    })
    void takesOutOfAConvertedRecordOnlyWhatTheUserMayNotUse(boolean digests, boolean scram, String name) {
        byte[] digest = h(name + ":example.org:secret");
        assertThat(records.moved(
                        ALICE, MovedRecord.ofDigest(ALICE, name, digest).write()))
                .isTrue();

        keeping(digests, scram).restrict(ALICE);

        assertThat(records.digests(ALICE, name)).containsExactly(digests ? new byte[][] {digest} : new byte[0][]);
        assertThat(store.find(ALICE).isPresent()).isEqualTo(digests);
    }

    @Test
    void takesNothingOutOfARecordWithoutItsKeyAsLongAsTheRecordCounts() throws Exception {
        records.remember(ALICE, "secret");
        byte[] sealed = store.find(ALICE).orElseThrow().sealed();
        CredentialRecords withoutKey = keeping(false, false, store, 2);

        assertThatThrownBy(() -> withoutKey.restrict(ALICE))
                .isInstanceOf(CredentialStoreUnavailableException.class)
                .hasMessageContaining("which this server does not have");
        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(sealed);

        TestUsers.setPassword(users, ALICE, "changed");
        withoutKey.restrict(ALICE);
        assertThat(store.find(ALICE)).isEmpty();
    }

    /** A void record is deleted; the one of the new password comes between, and is judged by itself. */
    @Test
    void deletesNoRecordThatCameAfterTheOneThatItRead() throws Exception {
        InterruptedStore interrupted = new InterruptedStore(store);
        records.remember(ALICE, "secret");
        TestUsers.setPassword(users, ALICE, "changed");
        interrupted.beforeNextWrite(() -> keeping(true, false).remember(ALICE, "changed"));

        keeping(true, false, interrupted, 1).restrict(ALICE);

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:changed"));
    }

    @Test
    void saysThatItTookNothingOutWhenTheRecordKeepsChanging() {
        InterruptedStore interrupted = new InterruptedStore(store);
        records.remember(ALICE, "secret");
        interrupted.beforeEachWrite(() -> records.remember(ALICE, "secret"));

        assertThatThrownBy(() -> keeping(true, false, interrupted, 1).restrict(ALICE))
                .isInstanceOf(CredentialStoreUnavailableException.class)
                .hasMessage("the record of alice@example.org keeps changing");
    }

    /** Also what a login finds that was kept before, and what is allowed again. */
    @Test
    void learnsWhatTheUserMayUseAtALogin() {
        records.learn(ALICE, "ALICE", "secret", Optional.empty());

        keeping(false, true).learn(ALICE, "ALICE", "secret", Optional.empty());
        assertThat(records.digests(ALICE, "ALICE")).isEmpty();
        assertThat(records.scram(ALICE)).isPresent();

        records.learn(ALICE, "alice", "secret", Optional.empty());
        assertThat(records.digests(ALICE, "ALICE")).containsExactly(h("ALICE:example.org:secret"));
    }

    @Test
    void makesNoRecordOfAUserWhoMayUseNone() {
        CredentialRecords none = keeping(false, false);

        assertThat(none.remember(ALICE, "secret")).isFalse();
        none.learn(ALICE, "alice", "secret", Optional.empty());

        assertThat(store.find(ALICE)).isEmpty();
        assertThat(none.mayHaveRecord(ALICE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletesTheRecordOfAUserWhoMayUseNoneAnyMore(boolean passwordIsSet) throws Exception {
        records.remember(ALICE, "secret");
        CredentialRecords none = keeping(false, false);

        if (passwordIsSet) {
            TestUsers.setPassword(users, ALICE, "changed");
            assertThat(none.remember(ALICE, "changed")).isFalse();
        } else {
            none.learn(ALICE, "alice", "secret", Optional.empty());
        }

        assertThat(store.find(ALICE)).isEmpty();
    }

    /** Until it has one: then the record can be made again. */
    @Test
    void takesNothingOutOfTheRecordOfAnAccountWithoutAPassword() throws Exception {
        TestUsers.takePassword(users, ALICE);
        byte[] digest = h("alice:example.org:secret");
        assertThat(records.moved(
                        ALICE, MovedRecord.ofDigest(ALICE, "alice", digest).write()))
                .isTrue();
        CredentialRecords none = keeping(false, false);

        none.restrict(ALICE);
        assertThat(records.digests(ALICE, "alice")).containsExactly(digest);

        TestUsers.setPassword(users, ALICE, "changed");
        none.restrict(ALICE);
        assertThat(store.find(ALICE)).isEmpty();
    }

    @Test
    void takesOutAgainWhatAPolicyForbidsThatCameWhileTheRecordWasMade() {
        InterruptedStore interrupted = new InterruptedStore(store);
        AtomicBoolean may = new AtomicBoolean(true);
        interrupted.beforeNextWrite(() -> may.set(false));

        assertThat(keeping(user -> may.get(), user -> true, interrupted, 1).remember(ALICE, "secret"))
                .isTrue();

        assertThat(records.digests(ALICE, "alice")).isEmpty();
        assertThat(records.scram(ALICE)).isPresent();
    }

    private CredentialRecords keeping(boolean digests, boolean scram) {
        return keeping(digests, scram, store, 1);
    }

    private CredentialRecords keeping(boolean digests, boolean scram, RecordStore kept, int key) {
        return keeping(user -> digests, user -> scram, kept, key);
    }

    private CredentialRecords keeping(
            Predicate<Username> digests, Predicate<Username> scram, RecordStore kept, int key) {
        AllowedSecrets allowed = new AllowedSecrets() {
            @Override
            public boolean digests(Username user) {
                return digests.test(user);
            }

            @Override
            public boolean scram(Username user) {
                return scram.test(user);
            }
        };
        return new CredentialRecords(
                kept, fingerprints, users, TestSeals.under(key(key)), "example.org", 4096, true, allowed, CLOCK);
    }

    @Test
    void keepsNoDigestInClear() {
        records.remember(ALICE, "secret");

        SealedRecord record = store.find(ALICE).orElseThrow();
        assertThat(HEX.encode(record.sealed())).doesNotContain(HEX.encode(h("alice:example.org:secret")));
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

        store.replace(old, SealedRecord.of(ALICE, old.realm(), old.sealed(), current, old.createdAt()));

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

        assertThat(store.countsByKey()).isEmpty();
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
        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void makesNoRecordWhenThePasswordKeepsChanging() {
        AtomicInteger looks = new AtomicInteger();
        PasswordFingerprints restless = user -> Optional.of(new byte[] {(byte) looks.incrementAndGet()});

        records(restless, 1, "example.org").remember(ALICE, "secret");

        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void makesARecordWhenItLearnsAPasswordWithoutOne() {
        records.learn(ALICE, "alice", "secret", Optional.empty());

        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void keepsTheRecordWhenItLearnsAPasswordBesideAUsableOne() {
        records.learn(ALICE, "alice", "secret", Optional.empty());
        byte[] sealed = store.find(ALICE).orElseThrow().sealed();

        records.learn(ALICE, "alice", "secret", Optional.empty());

        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(sealed);
    }

    @Test
    void makesTheRecordAnewWhenItLearnsAnotherSpellingOfTheName() {
        records.learn(ALICE, "alice", "secret", Optional.empty());

        records.learn(ALICE, "Alice@Example.org", "secret", Optional.empty());

        assertThat(records.digests(ALICE, "Alice@Example.org"))
                .containsExactly(h("Alice@Example.org:example.org:secret"));
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        assertThat(records.digests(ALICE, "ALICE")).isEmpty();
    }

    @Test
    void keepsTheSpellingsWhenThePasswordChanges() throws Exception {
        records.learn(ALICE, "Alice", "secret", Optional.empty());
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
        byte[] sealed = TestSeals.under(key(1)).seal(secret, ALICE, "example.org", fingerprint);
        assertThat(store.saveIfAbsent(SealedRecord.of(ALICE, "example.org", sealed, fingerprint, CLOCK.instant())))
                .isTrue();

        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
        records.learn(ALICE, "alice", "secret", Optional.empty());

        assertThat(store.find(ALICE).orElseThrow().sealed()).isNotEqualTo(sealed);
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:secret"));
    }

    @Test
    void letsTheLoginStandWhenItCannotLearn() {
        CredentialRecords broken = records(CredentialRecordsTest::down, 1, "example.org");

        assertThatCode(() -> broken.learn(ALICE, "alice", "secret", Optional.empty()))
                .doesNotThrowAnyException();
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

        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void tellsWhetherItMadeARecord() {
        assertThat(records.remember(ALICE, "secret")).isTrue();
        assertThat(records.remember(ALICE, "guessed")).isFalse();
        assertThat(records.remember(NOBODY, "secret")).isFalse();
    }

    @Test
    void tellsHowItStandsWithARecord() throws Exception {
        assertState(records, Kind.NONE);

        records.remember(ALICE, "secret");
        assertState(records, Kind.USABLE);
        assertThat(records.state(ALICE).createdAt()).contains(CLOCK.instant());
        assertThat(records.state(ALICE).keyId()).contains(key(1).id());
        assertState(records(fingerprints, 1, "example.net"), Kind.OTHER_REALM);
        CredentialRecords withoutKey = records(fingerprints, 2, "example.org");
        assertThat(withoutKey.state(ALICE).kind()).isEqualTo(Kind.UNKNOWN_KEY);
        assertThat(withoutKey.usable(ALICE)).isFalse();

        breakTheRecord();
        assertState(records, Kind.BROKEN);

        TestUsers.setPassword(users, ALICE, "changed");
        assertState(records, Kind.PASSWORD_CHANGED);
    }

    /** That is no guess of the client's, and must not look like one. */
    @Test
    void isUnavailableWithoutTheKeyOfARecordAsLongAsTheRecordCounts() throws Exception {
        records.remember(ALICE, "secret");
        CredentialRecords withoutKey = records(fingerprints, 2, "example.org");

        assertThatThrownBy(() -> withoutKey.digests(ALICE, "alice"))
                .isInstanceOf(CredentialStoreUnavailableException.class)
                .hasMessage("the record of alice@example.org is sealed under key " + key(1).id()
                        + ", which this server does not have");
        assertThat(withoutKey.digests(NOBODY, "nobody")).isEmpty();

        TestUsers.setPassword(users, ALICE, "changed");
        assertThat(withoutKey.digests(ALICE, "alice")).isEmpty();
        withoutKey.learn(ALICE, "alice", "changed", Optional.empty());
        assertThat(withoutKey.digests(ALICE, "alice")).hasSize(1);
    }

    private static void assertState(CredentialRecords some, Kind kind) {
        assertThat(some.state(ALICE).kind()).isEqualTo(kind);
        assertThat(some.usable(ALICE)).isEqualTo(kind == Kind.USABLE);
        assertThat(some.digests(ALICE, "alice")).hasSize(kind == Kind.USABLE ? 1 : 0);
    }

    private void breakTheRecord() {
        SealedRecord record = store.find(ALICE).orElseThrow();
        byte[] broken = record.sealed();
        broken[broken.length - 1] ^= 1;
        store.replace(record, SealedRecord.of(ALICE, record.realm(), broken, record.fingerprint(), record.createdAt()));
    }

    @Test
    void logsWhyDigestMd5IsNotPossibleForAnAccount() throws Exception {
        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            records.digests(ALICE, "alice");
            assertThat(log.take())
                    .containsExactly("INFO DIGEST-MD5 is not possible for alice@example.org: there is no record");

            records.remember(ALICE, "secret");
            records.digests(ALICE, "alice");
            assertThat(log.take()).isEmpty();

            records.digests(ALICE, "ALICE");
            assertThat(log.take())
                    .containsExactly(
                            "INFO DIGEST-MD5 is not possible for alice@example.org: the record has no digest under the name as it was sent");

            records(fingerprints, 1, "example.net").digests(ALICE, "alice");
            breakTheRecord();
            records.digests(ALICE, "alice");
            TestUsers.setPassword(users, ALICE, "changed");
            records.digests(ALICE, "alice");
            assertThat(log.take())
                    .containsExactly(
                            "INFO DIGEST-MD5 is not possible for alice@example.org: the record is void, it was made for another realm",
                            "INFO DIGEST-MD5 is not possible for alice@example.org: the record is broken",
                            "INFO DIGEST-MD5 is not possible for alice@example.org: the record is void, James holds another password");
        }
    }

    @Test
    void logsAReasonOnceAnHourHoweverOftenANameIsAskedFor() {
        TestClock clock = new TestClock();
        CredentialRecords asked = new CredentialRecords(
                store, fingerprints, users, TestSeals.under(key(1)), "example.org", 4096, true, clock);
        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            for (int i = 0; i < 3; i++) {
                asked.scram(ALICE);
                clock.move(Duration.ofMinutes(19));
            }
            assertThat(log.take())
                    .containsExactly("INFO SCRAM-SHA-256 is not possible for alice@example.org: there is no record");

            clock.move(Duration.ofMinutes(3));
            asked.scram(ALICE);
            assertThat(log.take()).hasSize(1);
        }
    }

    @Test
    void logsNothingWhenTheNameIsNoAccount() throws Exception {
        records.remember(ALICE, "secret");
        users.removeUser(ALICE);

        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            records.digests(NOBODY, "nobody");
            records.digests(ALICE, "alice");
            records.usable(NOBODY);
            records.state(NOBODY);

            assertThat(log.take()).isEmpty();
        }
    }

    @Test
    void hasTheScramKeysOfThePasswordAndNoneOfAnotherOne() throws Exception {
        records.remember(ALICE, "secret");

        ScramKeys keys = records.scram(ALICE).orElseThrow();
        assertThat(keys.iterations()).isEqualTo(4096);
        assertThat(keys.storedKey())
                .isEqualTo(ScramKeys.derive("secret", keys.salt(), 4096)
                        .orElseThrow()
                        .storedKey());
        assertThat(HEX.encode(store.find(ALICE).orElseThrow().sealed())).doesNotContain(HEX.encode(keys.storedKey()));
        TestUsers.setPassword(users, ALICE, "changed");
        assertThat(records.scram(ALICE)).isEmpty();
    }

    @Test
    void makesARecordWithAnotherSaltEachTime() {
        records.remember(ALICE, "secret");
        byte[] salt = records.scram(ALICE).orElseThrow().salt();

        records.remember(ALICE, "secret");

        assertThat(records.scram(ALICE).orElseThrow().salt()).isNotEqualTo(salt);
    }

    @Test
    void addsTheScramKeysToAnOlderRecordAtTheNextLogin() throws Exception {
        PreDigests older = PreDigests.compute(ALICE, "example.org", "secret", List.of("Alice"), Optional.empty());
        assertThat(records.moved(ALICE, PreDigestsFormat.write(older))).isTrue();
        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            assertThat(records.scram(ALICE)).isEmpty();
            assertThat(records.state(ALICE).hasScram()).isFalse();
            assertThat(log.take())
                    .containsExactly(
                            "INFO SCRAM-SHA-256 is not possible for alice@example.org: the record is older than SCRAM");
        }

        records.learn(ALICE, "alice", "secret", Optional.empty());

        assertThat(records.scram(ALICE)).isPresent();
        assertThat(records.state(ALICE).hasScram()).isTrue();
        assertThat(records.digests(ALICE, "Alice")).containsExactly(h("Alice:example.org:secret"));
    }

    @Test
    void makesTheRecordAnewAtTheNextLoginWhenMoreIterationsAreAskedFor() {
        records.learn(ALICE, "alice", "secret", Optional.empty());

        iterating(5000).learn(ALICE, "alice", "secret", Optional.empty());
        assertThat(records.scram(ALICE).orElseThrow().iterations()).isEqualTo(5000);
        byte[] sealed = store.find(ALICE).orElseThrow().sealed();

        iterating(4096).learn(ALICE, "alice", "secret", Optional.empty());
        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(sealed);
    }

    @Test
    void makesNothingAnewForScramWhereItIsNotNamed() {
        PreDigests older = PreDigests.compute(ALICE, "example.org", "secret", List.of(), Optional.empty());
        assertThat(records.moved(ALICE, PreDigestsFormat.write(older))).isTrue();
        byte[] sealed = store.find(ALICE).orElseThrow().sealed();
        CredentialRecords unnamed = new CredentialRecords(
                store, fingerprints, users, TestSeals.under(key(1)), "example.org", 4096, false, CLOCK);

        unnamed.learn(ALICE, "alice", "secret", Optional.empty());
        assertThat(store.find(ALICE).orElseThrow().sealed()).isEqualTo(sealed);

        unnamed.learn(ALICE, "Alice", "secret", Optional.empty());
        assertThat(unnamed.scram(ALICE)).isPresent();
    }

    /** James's hash takes half a second. */
    @Test
    void verifiesNothingAgainThatTheLoginHasProvenUnlessThePasswordChangedMeanwhile() throws Exception {
        Optional<byte[]> proven = records.fingerprint(ALICE);

        records.learn(ALICE, "alice", "not asked for", proven);
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:not asked for"));

        TestUsers.setPassword(users, ALICE, "changed");
        records.learn(ALICE, "alice", "secret", proven);
        assertThat(records.usable(ALICE)).isFalse();
        records.learn(ALICE, "alice", "changed", proven);
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:changed"));
    }

    @Test
    void hasNoFingerprintOfALoginWhenItsStoresAreDown() {
        assertThat(records(CredentialRecordsTest::down, 1, "example.org").fingerprint(ALICE))
                .isEmpty();
    }

    private CredentialRecords iterating(int iterations) {
        return new CredentialRecords(
                store, fingerprints, users, TestSeals.under(key(1)), "example.org", iterations, true, CLOCK);
    }

    @Test
    void hasOneDecoySaltForANameOnEveryNodeOfOneKeyAndRealm() {
        byte[] salt = records.decoySalt("nobody@example.org");

        assertThat(salt).hasSize(16);
        assertThat(records(fingerprints, 1, "example.org").decoySalt("nobody@example.org"))
                .isEqualTo(salt);
        assertThat(records.decoySalt("nobody2@example.org")).isNotEqualTo(salt);
        assertThat(records(fingerprints, 2, "example.org").decoySalt("nobody@example.org"))
                .isNotEqualTo(salt);
        assertThat(records(fingerprints, 1, "example.net").decoySalt("nobody@example.org"))
                .isNotEqualTo(salt);
    }

    /** The salts of records do not change either. */
    @Test
    void keepsTheDecoySaltWhenANewKeyIsPutInFront() {
        CredentialRecords changed = new CredentialRecords(
                store, fingerprints, users, TestSeals.under(key(2), key(1)), "example.org", 4096, true, CLOCK);

        assertThat(changed.decoySalt("nobody@example.org")).isEqualTo(records.decoySalt("nobody@example.org"));
    }

    @Test
    void opensOneRecordWhateverThereIs() throws Exception {
        List<Integer> opened = new ArrayList<>();
        CredentialRecords counted = counted(1, "example.org", opened);
        CredentialRecords other = counted(2, "example.org", opened);

        counted.digests(NOBODY, "nobody");
        counted.scram(NOBODY);
        counted.scram(ALICE);
        counted.digests(ALICE, "alice");
        records.remember(ALICE, "secret");
        counted.digests(ALICE, "alice");
        counted.scram(ALICE);
        counted.digests(ALICE, "ALICE");
        counted(1, "example.net", opened).digests(ALICE, "alice");
        assertThatThrownBy(() -> other.digests(ALICE, "alice")).isInstanceOf(CredentialStoreUnavailableException.class);
        TestUsers.setPassword(users, ALICE, "changed");
        counted.digests(ALICE, "alice");

        assertThat(opened)
                .as("octets that were unsealed and parsed, each time")
                .hasSize(10)
                .doesNotContain(0);
    }

    private CredentialRecords counted(int someKey, String realm, List<Integer> opened) {
        RecordSeal seal = new RecordSeal(TestSeals.keys(key(someKey)), new SecureRandom()) {
            @Override
            byte[] open(SealedRecord record) throws BrokenSealException {
                byte[] secret = super.open(record);
                opened.add(secret.length);
                return secret;
            }
        };
        return new CredentialRecords(store, fingerprints, users, seal, realm, 4096, true, CLOCK);
    }

    @Test
    void opensADecoyUnderTheKeyThatSeals() {
        TestKeySource source = new TestKeySource(1);
        CredentialKeys keys = new CredentialKeys(source, store, CLOCK);
        List<String> openedUnder = new ArrayList<>();
        RecordSeal seal = new RecordSeal(keys, new SecureRandom()) {
            @Override
            byte[] open(SealedRecord record) throws BrokenSealException {
                openedUnder.add(record.keyId());
                return super.open(record);
            }
        };
        CredentialRecords changing =
                new CredentialRecords(store, fingerprints, users, seal, "example.org", 4096, true, CLOCK);

        changing.digests(NOBODY, "nobody");
        source.set(2);
        assertThat(keys.reload().kind()).isEqualTo(Reload.Kind.CHANGED);
        changing.digests(NOBODY, "nobody");

        assertThat(openedUnder).containsExactly(key(1).id(), key(2).id());
    }

    @Test
    void keepsTheNewerRecordWhenASlowLoginSavesAfterIt() {
        InterruptedStore slow = new InterruptedStore(store);
        CredentialRecords slowRecords = records(slow, fingerprints, 1, "example.org");

        slow.beforeNextWrite(() -> changeAndRemember("second"));
        assertThat(slowRecords.remember(ALICE, "secret")).as("beside no record").isFalse();
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:second"));

        slow.beforeNextWrite(() -> changeAndRemember("third"));
        assertThat(slowRecords.remember(ALICE, "second")).as("beside a record").isFalse();
        assertThat(records.digests(ALICE, "alice")).containsExactly(h("alice:example.org:third"));
    }

    private void changeAndRemember(String password) {
        assertThatCode(() -> TestUsers.setPassword(users, ALICE, password)).doesNotThrowAnyException();
        records.remember(ALICE, password);
    }

    @Test
    void bringsNoRecordBackThatWasForgottenMeanwhile() throws Exception {
        records.remember(ALICE, "secret");
        InterruptedStore slow = new InterruptedStore(store);
        slow.beforeNextWrite(() -> {
            assertThatCode(() -> users.removeUser(ALICE)).doesNotThrowAnyException();
            records.forget(ALICE);
        });

        assertThat(records(slow, fingerprints, 1, "example.org").remember(ALICE, "secret"))
                .isFalse();

        assertThat(store.countsByKey()).isEmpty();
    }

    @Test
    void makesOneRecordWhenManyLoginsLearnAtOnce() throws Exception {
        int logins = 16;
        CyclicBarrier start = new CyclicBarrier(logins);
        ExecutorService threads = Executors.newFixedThreadPool(logins);
        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            List<Callable<Void>> calls = Collections.nCopies(logins, () -> {
                start.await();
                records.learn(ALICE, "alice", "secret", Optional.empty());
                return null;
            });

            for (Future<Void> learned : threads.invokeAll(calls)) {
                learned.get();
            }

            assertThat(log.take()).isEmpty();
        } finally {
            threads.shutdown();
        }
        assertThat(records.usable(ALICE)).isTrue();
    }

    @Test
    void makesNoRecordsWhenTheHashesCannotBeSeen() {
        UsersRepository readOnly = TestUsers.readOnly();
        CredentialRecords impossible = new CredentialRecords(
                store,
                new DefaultUserFingerprints(readOnly),
                readOnly,
                TestSeals.under(key(1)),
                "example.org",
                4096,
                true,
                CLOCK);

        try (CapturedLog log = CapturedLog.of(CredentialRecords.class)) {
            assertThat(impossible.remember(ALICE, "secret")).isFalse();
            impossible.learn(ALICE, "alice", "secret", Optional.empty());

            assertThat(impossible.obstacle()).isPresent();
            assertThat(log.take()).isEmpty();
        }
        assertThat(records.obstacle()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00e9xample.org"})
    void refusesTheRealmWhenItIsBlankOrNotAscii(String realm) {
        assertThatThrownBy(() -> records(fingerprints, 1, realm)).isInstanceOf(IllegalArgumentException.class);
    }

    private CredentialRecords records(PasswordFingerprints someFingerprints, int someKey, String realm) {
        return records(store, someFingerprints, someKey, realm);
    }

    private CredentialRecords records(
            RecordStore someStore, PasswordFingerprints someFingerprints, int someKey, String realm) {
        RecordSeal seal = TestSeals.under(key(someKey));
        return new CredentialRecords(someStore, someFingerprints, users, seal, realm, 4096, true, CLOCK);
    }

    private static byte[] h(String a1) {
        return DigestUtils.md5(a1.getBytes(US_ASCII));
    }
}
