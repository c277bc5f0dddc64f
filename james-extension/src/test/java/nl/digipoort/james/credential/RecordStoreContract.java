package nl.digipoort.james.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What every {@link RecordStore} does. */
public interface RecordStoreContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");

    /** A store without records; every call in a test gives access to the same records, as another node has it. */
    RecordStore store();

    static SealedRecord record(Username user, int octet) {
        byte[] octets = {(byte) octet, 0, -1, 127, -128};
        return SealedRecord.of(
                user, "realm" + octet, octets, new byte[] {(byte) octet}, Instant.ofEpochMilli(1_000L + octet));
    }

    @Test
    default void findsNothingWhenNothingWasSaved() {
        assertThat(store().find(ALICE)).isEmpty();
        assertThat(store().any()).isEmpty();
    }

    @Test
    default void findsWhatWasSaved() {
        store().save(record(ALICE, 1));

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 1)));
        assertThat(store().find(BOB)).isEmpty();
    }

    @Test
    default void findsTheLatestWhenSavedAgain() {
        store().save(record(ALICE, 1));
        store().save(record(BOB, 3));

        store().save(record(ALICE, 2));

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, record(ALICE, 2)));
        assertThat(store().find(BOB)).hasValueSatisfying(found -> assertSame(found, record(BOB, 3)));
    }

    @Test
    default void findsNothingWhenDeleted() {
        store().save(record(ALICE, 1));
        store().save(record(BOB, 1));

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
    default void givesAnyRecordWhenThereAreSome() {
        store().save(record(ALICE, 1));
        store().save(record(BOB, 2));

        assertThat(store().any()).map(SealedRecord::user).hasValueSatisfying(user -> assertThat(user)
                .isIn(ALICE, BOB));
    }

    @Test
    default void keepsTheRecordWhenTheNameIsAsLongAsJamesAllows() {
        Username longest = Username.of("a".repeat(243) + "@example.org");

        store().save(record(longest, 1));

        assertThat(store().find(longest)).hasValueSatisfying(found -> assertSame(found, record(longest, 1)));
    }

    @Test
    default void keepsTheRecordWhenItIsAsLargeAsCanBe() {
        SealedRecord large = SealedRecord.of(ALICE, "r".repeat(255), new byte[320], new byte[64], Instant.EPOCH);

        store().save(large);

        assertThat(store().find(ALICE)).hasValueSatisfying(found -> assertSame(found, large));
    }

    @Test
    default void keepsOneWholeRecordWhenManySaveAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Void>> saves = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int octet = i;
            saves.add(() -> {
                store().save(record(ALICE, octet));
                return null;
            });
        }

        for (Future<Void> saved : threads.invokeAll(saves)) {
            saved.get();
        }
        threads.shutdown();

        assertThat(store().find(ALICE))
                .hasValueSatisfying(found -> assertSame(found, record(ALICE, found.sealed()[0])));
    }

    private static void assertSame(SealedRecord found, SealedRecord expected) {
        assertThat(found.user()).isEqualTo(expected.user());
        assertThat(found.realm()).isEqualTo(expected.realm());
        assertThat(found.sealed()).isEqualTo(expected.sealed());
        assertThat(found.fingerprint()).isEqualTo(expected.fingerprint());
        assertThat(found.createdAt()).isEqualTo(expected.createdAt());
    }
}
