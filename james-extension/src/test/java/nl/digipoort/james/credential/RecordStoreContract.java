// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** The contract of every {@link RecordStore}. */
public interface RecordStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");

    /** The largest size that the format of the digests allows, with header, nonce and tag. */
    int LARGEST_SEALED = PreDigestsFormat.MOST_OCTETS + SealHeader.OCTETS + 12 + 16;

    /** A store without records; every call in a test gives access to the same records, as on another node. */
    RecordStore store();

    static SealedRecord record(Username user, int octet) {
        return sealedUnder("0000000" + octet % 10, user, octet);
    }

    static SealedRecord sealedUnder(String keyId, Username user, int octet) {
        byte[] octets = Arrays.copyOf(SealHeader.of(keyId), SealHeader.OCTETS + 5);
        System.arraycopy(new byte[] {(byte) octet, 0, -1, 127, -128}, 0, octets, SealHeader.OCTETS, 5);
        return of(user, octets, octet);
    }

    private static SealedRecord of(Username user, byte[] sealed, int octet) {
        return SealedRecord.of(
                user, "realm" + octet, sealed, new byte[] {(byte) octet}, Instant.ofEpochMilli(1_000L + octet));
    }

    @Test
    default void findsNothingWhenNothingWasSaved() {
        assertThat(store().find(ALICE)).isEmpty();
        assertThat(store().countsByKey()).isEmpty();
        assertThat(store().usersNotUnder("00000001", Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void findsWhatWasSaved() {
        assertThat(store().saveIfAbsent(record(ALICE, 1))).isTrue();

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 1)));
        assertThat(store().find(BOB)).isEmpty();
    }

    @Test
    default void keepsTheFirstWhenSavedAgain() {
        store().saveIfAbsent(record(ALICE, 1));

        assertThat(store().saveIfAbsent(record(ALICE, 2))).isFalse();

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 1)));
    }

    @Test
    default void replacesTheRecordWhenItIsTheOneThatWasFound() {
        store().saveIfAbsent(record(ALICE, 1));
        store().saveIfAbsent(record(BOB, 3));

        assertThat(store().replace(record(ALICE, 1), record(ALICE, 2))).isTrue();

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 2)));
        assertThat(store().find(BOB)).hasValueSatisfying(found -> assertSame(found, record(BOB, 3)));
    }

    @Test
    default void keepsTheRecordWhenItIsNotTheOneThatWasFound() {
        store().saveIfAbsent(record(ALICE, 2));

        assertThat(store().replace(record(ALICE, 1), record(ALICE, 3))).isFalse();

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 2)));
    }

    @Test
    default void replacesNothingWhenTheRecordIsDeleted() {
        store().saveIfAbsent(record(ALICE, 1));
        store().delete(ALICE);

        assertThat(store().replace(record(ALICE, 1), record(ALICE, 2))).isFalse();

        assertThat(store().find(ALICE)).isEmpty();
    }

    @Test
    default void findsNothingWhenDeleted() {
        store().saveIfAbsent(record(ALICE, 1));
        store().saveIfAbsent(record(BOB, 1));

        store().delete(ALICE);

        assertThat(store().find(ALICE)).isEmpty();
        assertThat(store().find(BOB)).isPresent();
    }

    @Test
    default void deletesNothingWhenThereIsNothing() {
        store().delete(ALICE);

        assertThat(store().find(ALICE)).isEmpty();
    }

    @Test
    default void deletesTheRecordWhenItIsTheOneThatWasFound() {
        store().saveIfAbsent(record(ALICE, 1));
        store().saveIfAbsent(record(BOB, 1));

        assertThat(store().delete(record(ALICE, 1))).isTrue();
        assertThat(store().delete(record(ALICE, 1))).isTrue();

        assertThat(store().find(ALICE)).isEmpty();
        assertThat(store().find(BOB)).isPresent();
    }

    @Test
    default void deletesNoOtherRecordThanTheOneThatWasFound() {
        store().saveIfAbsent(record(ALICE, 2));

        assertThat(store().delete(record(ALICE, 1))).isFalse();

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 2)));
    }

    @Test
    default void countsTheRecordsUnderEachKey() {
        store().saveIfAbsent(sealedUnder("0123abcd", ALICE, 1));
        store().saveIfAbsent(sealedUnder("0123abcd", BOB, 2));
        store().saveIfAbsent(sealedUnder("76543210", Username.of("carol@example.org"), 3));
        store().saveIfAbsent(of(Username.of("dave@example.org"), new byte[] {1, 2, 3}, 4));

        assertThat(store().countsByKey())
                .containsExactlyInAnyOrderEntriesOf(Map.of("0123abcd", 2L, "76543210", 1L, SealHeader.NO_KEY, 1L));
    }

    @Test
    default void givesThoseNotUnderAKeyPageByPage() {
        List<Username> expected = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Username user = Username.of("user" + i + "@example.org");
            store().saveIfAbsent(sealedUnder(i % 3 == 0 ? "0123abcd" : "7654321" + i % 3, user, i));
            if (i % 3 != 0) {
                expected.add(user);
            }
        }

        List<Username> found = new ArrayList<>();
        List<Username> page = store().usersNotUnder("0123abcd", Optional.empty(), 2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            found.addAll(page);
            page = store().usersNotUnder("0123abcd", Optional.of(page.get(page.size() - 1)), 2);
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void keepsTheRecordWhenTheNameIsAsLongAsJamesAllows() {
        Username longest = Username.of("a".repeat(243) + "@example.org");

        store().saveIfAbsent(record(longest, 1));

        assertThat(store().find(longest)).hasValueSatisfying(found -> assertSame(found, record(longest, 1)));
    }

    @Test
    default void keepsTheRecordWhenItIsAsLargeAsCanBe() {
        SealedRecord large =
                SealedRecord.of(ALICE, "r".repeat(255), new byte[LARGEST_SEALED], new byte[64], Instant.EPOCH);

        store().saveIfAbsent(large);

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, large));
    }

    @Test
    default void letsOneInWhenManySaveAtOnce() throws Exception {
        List<Boolean> saved = atOnce(i -> store().saveIfAbsent(record(ALICE, i)));

        assertThat(saved).containsOnlyOnce(true);
        assertThat(store().find(ALICE))
                .hasValueSatisfying(found -> assertSame(found, record(ALICE, saved.indexOf(true))));
    }

    @Test
    default void letsOneInWhenManyReplaceTheSameAtOnce() throws Exception {
        store().saveIfAbsent(record(ALICE, 99));

        List<Boolean> replaced = atOnce(i -> store().replace(record(ALICE, 99), record(ALICE, i)));

        assertThat(replaced).containsOnlyOnce(true);
        assertThat(store().find(ALICE))
                .hasValueSatisfying(found -> assertSame(found, record(ALICE, replaced.indexOf(true))));
    }

    /** The results of eight threads that start at the same time. */
    private static List<Boolean> atOnce(IntPredicate work) throws Exception {
        int count = 8;
        CyclicBarrier start = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return work.test(number);
            });
        }
        List<Boolean> results = new ArrayList<>();
        for (Future<Boolean> result : threads.invokeAll(calls)) {
            results.add(result.get());
        }
        threads.shutdown();
        return results;
    }

    private static void assertSame(SealedRecord found, SealedRecord expected) {
        assertThat(found.user()).isEqualTo(expected.user());
        assertThat(found.realm()).isEqualTo(expected.realm());
        assertThat(found.sealed()).isEqualTo(expected.sealed());
        assertThat(found.fingerprint()).isEqualTo(expected.fingerprint());
        assertThat(found.createdAt()).isEqualTo(expected.createdAt());
    }
}
