// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Apart from other tests: the threads of another server could begin at the same time. */
class TestServerStartTest {
    @Test
    void endsItsThreadsWhenItCannotStart() throws Exception {
        Set<Thread> before = threads();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestServerSettings taken = TestServerSettings.usual().withPort(other.getLocalPort());

            assertThatThrownBy(() -> TestServer.start(taken)).hasMessageStartingWith("the test server cannot start: ");
        }

        Set<Thread> left = threads();
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        }
        assertThat(left).filteredOn(Thread::isAlive).isEmpty();
    }

    /** Those of test servers. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("digipoort"))
                .collect(Collectors.toSet());
    }
}
