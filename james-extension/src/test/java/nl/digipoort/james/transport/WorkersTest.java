// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final InetAddress ATTACKER = InetAddresses.forString("192.0.2.66");
    private static final InetAddress OWNER = InetAddresses.forString("198.51.100.7");

    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Workers workers = new Workers(1, 2, Executors.defaultThreadFactory(), turnedAway::incrementAndGet);

    @AfterEach
    void end() {
        released.countDown();
        workers.shutdown();
    }

    @Test
    void turnsNewcomersAwayWhenTooMuchWaits() throws Exception {
        occupyTheThread();
        workers.forNewcomer(ATTACKER).execute(done::incrementAndGet);
        workers.forNewcomer(ATTACKER).execute(done::incrementAndGet);

        assertThatThrownBy(() -> workers.forNewcomer(ATTACKER).execute(done::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);

        assertThat(turnedAway).hasValue(1);
        assertThat(doneAtTheEnd()).isEqualTo(2);
    }

    @Test
    void takesTheWorkOfSessionsHoweverMuchWaits() throws Exception {
        occupyTheThread();
        for (int i = 0; i < 10; i++) {
            workers.forSessions().execute(done::incrementAndGet);
        }

        assertThat(turnedAway).hasValue(0);
        assertThat(doneAtTheEnd()).isEqualTo(10);
    }

    @Test
    void takesNewcomersAgainWhenTheQueueIsShort() throws Exception {
        occupyTheThread();
        workers.forSessions().execute(done::incrementAndGet);
        workers.forSessions().execute(done::incrementAndGet);
        CountDownLatch empty = new CountDownLatch(1);
        workers.forSessions().execute(empty::countDown);
        released.countDown();
        empty.await();

        workers.forNewcomer(ATTACKER).execute(done::incrementAndGet);

        assertThat(doneAtTheEnd()).isEqualTo(3);
    }

    @Test
    void takesANewcomerWhoseNetworkHasNothingThatWaitsHoweverMuchOthersHave() throws Exception {
        occupyTheThread();
        for (int i = 0; i < 10; i++) {
            tryFor(ATTACKER);
        }
        assertThat(turnedAway).hasValue(8);

        workers.forNewcomer(OWNER).execute(done::incrementAndGet);
        tryFor(OWNER);
        tryFor(ATTACKER);

        assertThat(turnedAway).hasValue(10);
        assertThat(doneAtTheEnd()).isEqualTo(3);
    }

    @Test
    void letsNewcomersTakeTurnsByNetwork() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch last = new CountDownLatch(2);
        occupyTheThread();
        for (InetAddress client : List.of(ATTACKER, ATTACKER, OWNER)) {
            workers.forNewcomer(client).execute(() -> {
                order.add(client.equals(OWNER) ? "owner" : "attacker");
                last.countDown();
            });
        }

        released.countDown();
        last.await();

        assertThat(order).startsWith("attacker", "owner");
    }

    private void tryFor(InetAddress client) {
        try {
            workers.forNewcomer(client).execute(done::incrementAndGet);
        } catch (RejectedExecutionException e) {
            // counted
        }
    }

    private void occupyTheThread() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        workers.forSessions().execute(() -> {
            running.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        running.await();
    }

    private int doneAtTheEnd() throws InterruptedException {
        released.countDown();
        workers.shutdown();
        assertThat(workers.awaitEnd(60)).isTrue();
        return done.get();
    }
}
