// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTreeTest {
    @Test
    void addsTheTimesOfTheProcessAndOfItsEndedChildren() {
        String stat = "4711 (a ) b) S 1 4711 4711 0 -1 4194560 100 200 3 4 70 20 6 4 20 0 1 0 12345 1000 200";

        assertThat(ProcessTree.ticks(stat)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "C2 CompilerThre,C2 CompilerThre",
        "GC Thread#12,GC Thread",
        "pop3-worker-7,pop3-worker",
        "digipoort-pop3-,digipoort-pop",
        "a) (b,a) (b"
    })
    void namesAThreadWithoutItsNumber(String name, String expected) {
        assertThat(ProcessTree.threadName("4711 (" + name + ") S 1 4711")).isEqualTo(expected);
    }

    @Test
    void countsNothingForAProcessThatHasEnded() {
        assertThat(ProcessTree.ticks("")).isZero();
        assertThat(ProcessTree.memory("")).isEqualTo(new Memory(0, 0));
    }

    @Test
    void readsRssAndPssAndNoneOfTheirParts() {
        String rollup =
                """
                55d0-7ffc ---p 00000000 00:00 0 [rollup]
                Rss:                2048 kB
                Pss:                1024 kB
                Pss_Dirty:           100 kB
                SwapPss:               9 kB
                """;

        assertThat(ProcessTree.memory(rollup)).isEqualTo(new Memory(2048 * 1024, 1024 * 1024));
    }

    @Test
    void seesThisProcess() {
        ProcessTree self = new ProcessTree(ProcessHandle.current().pid());

        assertThat(self.cpu().toMillis()).isPositive();
        assertThat(self.memory().rss()).isGreaterThanOrEqualTo(self.memory().pss() / 2);
        assertThat(self.size()).isPositive();
        assertThat(self.threads()).containsKey("C2 CompilerThre");
    }
}
