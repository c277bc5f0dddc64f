// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class NetworkTurnsTest {
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private boolean stopped;
    private boolean noThread;
    private final NetworkTurns turns = new NetworkTurns(task -> {
        if (stopped) {
            throw new RejectedExecutionException();
        }
        if (noThread) {
            throw new Error("as asked");
        }
        queue.add(task);
    });

    @Test
    void letsANewcomerWaitForOneTaskOfEachOtherNetworkOnly() {
        for (int i = 1; i <= 5; i++) {
            add("192.0.2.1", "a" + i);
            add("192.0.2.2", "b" + i);
        }
        add("192.0.2.3", "new");

        doAll();

        assertThat(done).containsExactly("a1", "b1", "new", "a2", "b2", "a3", "b3", "a4", "b4", "a5", "b5");
    }

    @Test
    void takesTheTasksOfOneNetworkInOrder() {
        add("192.0.2.1", "a1");
        add("192.0.2.1", "a2");
        doOne();
        add("192.0.2.1", "a3");

        doAll();

        assertThat(done).containsExactly("a1", "a2", "a3");
    }

    @Test
    void takesAnIpv6NetworkOf48BitsForOne() {
        add("2001:db8:1:1::1", "a1");
        add("2001:db8:1:ff02::1", "a2");
        add("2001:db8:1:3::1", "a3");
        add("2001:db8:2::1", "b1");

        doAll();

        assertThat(done).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void neverBeginsATaskThatHasGivenUpItsTurnNorLetsItCount() {
        add("192.0.2.1", "a1");
        NetworkTurns.Turn second = add("192.0.2.1", "a2");
        add("192.0.2.1", "a3");
        NetworkTurns.Turn only = add("192.0.2.2", "b1");
        assertThat(turns.waiting()).isEqualTo(4);

        assertThat(second.giveUp()).isTrue();
        assertThat(only.giveUp()).isTrue();
        assertThat(second.giveUp()).isFalse();
        assertThat(turns.waiting()).isEqualTo(2);
        add("192.0.2.2", "b2");
        doAll();

        assertThat(done).containsExactly("a1", "b2", "a3");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void doesNotGiveUpATurnThatHasBegun() {
        NetworkTurns.Turn turn = add("192.0.2.1", "a1");
        doAll();

        assertThat(turn.giveUp()).isFalse();
        assertThat(done).containsExactly("a1");
    }

    @Test
    void keepsOneEntryInTheQueueForEachNetworkHoweverOftenTurnsAreGivenUp() {
        for (int i = 0; i < 1000; i++) {
            assertThat(add("192.0.2.1", "a").giveUp()).isTrue();
        }

        assertThat(queue).hasSize(1);
        doAll();
        assertThat(turns.networks()).isZero();
    }

    @Test
    void doesWhatWaitsWhenTheExecutorHasNoThread() {
        for (int i = 1; i <= 3; i++) {
            add("192.0.2.1", "a" + i);
        }
        noThread = true;

        doAll();

        assertThat(done).containsExactly("a1", "a2", "a3");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void doesWhatWaitsWhenTheExecutorTakesNothingAnyMore() {
        for (int i = 1; i <= 3; i++) {
            add("192.0.2.1", "a" + i);
        }
        stopped = true;

        doAll();

        assertThat(done).containsExactly("a1", "a2", "a3");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void keepsNothingOfATaskThatTheExecutorRefused() {
        stopped = true;
        assertThatThrownBy(() -> add("192.0.2.1", "lost")).isInstanceOf(RejectedExecutionException.class);
        assertThat(turns.waiting()).isZero();
        stopped = false;

        add("192.0.2.1", "a1");
        doAll();

        assertThat(done).containsExactly("a1");
    }

    private NetworkTurns.Turn add(String client, String task) {
        return turns.add(InetAddresses.forString(client), () -> done.add(task));
    }

    private void doOne() {
        queue.remove().run();
    }

    private void doAll() {
        while (!queue.isEmpty()) {
            doOne();
        }
    }
}
