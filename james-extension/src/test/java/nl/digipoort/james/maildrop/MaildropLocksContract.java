package nl.digipoort.james.maildrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** What every store of maildrop locks must do. */
public interface MaildropLocksContract {
    Username ALICE = Username.of("alice@example.org");
    Username BOB = Username.of("bob@example.org");

    MaildropLocks locks();

    @Test
    default void givesTheLockToOneOnly() {
        Optional<Lease> first = locks().acquire(ALICE);

        assertThat(first).isPresent();
        assertThat(locks().acquire(ALICE)).isEmpty();
        assertThat(locks().acquire(BOB)).isPresent();
    }

    @Test
    default void givesTheLockAgainAfterRelease() {
        Lease first = locks().acquire(ALICE).orElseThrow();

        locks().release(first);

        assertThat(locks().acquire(ALICE)).isPresent();
    }

    @Test
    default void growsTheFence() {
        Lease first = locks().acquire(ALICE).orElseThrow();
        locks().release(first);

        Lease second = locks().acquire(ALICE).orElseThrow();

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.owner()).isNotEqualTo(first.owner());
    }

    @Test
    default void letsAFormerHolderNeitherUpdateNorFree() {
        Lease former = locks().acquire(ALICE).orElseThrow();
        locks().release(former);
        Lease present = locks().acquire(ALICE).orElseThrow();

        locks().release(former);

        assertThat(locks().beginUpdate(former)).isFalse();
        assertThat(locks().beginUpdate(present)).isTrue();
        assertThat(locks().acquire(ALICE)).isEmpty();
    }

    @Test
    default void refusesUpdateToOneThatNeverHeldIt() {
        assertThat(locks().beginUpdate(Lease.of(ALICE, UUID.randomUUID(), 1))).isFalse();
    }

    @Test
    default void givesOneOfAHundredRacersTheLock() throws Exception {
        int racers = 100;
        ExecutorService executor = Executors.newFixedThreadPool(racers);
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<Optional<Lease>>> race = IntStream.range(0, racers)
                .mapToObj(racer -> (Callable<Optional<Lease>>) () -> {
                    start.await();
                    return locks().acquire(ALICE);
                })
                .collect(Collectors.toList());

        var results = race.stream().map(executor::submit).collect(Collectors.toList());
        start.countDown();

        int winners = 0;
        for (var result : results) {
            winners += result.get().isPresent() ? 1 : 0;
        }
        executor.shutdown();
        assertThat(winners).isEqualTo(1);
    }
}
