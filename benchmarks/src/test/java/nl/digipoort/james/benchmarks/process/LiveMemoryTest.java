// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LiveMemoryTest {
    private static final String G1 =
            """
            4711:
             garbage-first heap   total 131072K, used 25000K [0x00000000e0000000, 0x0000000100000000)
              region size 1024K, 10 young (10240K), 2 survivors (2048K)
             Metaspace       used 70000K, committed 71000K, reserved 1114112K
              class space    used 9000K, committed 9400K, reserved 1048576K
            """;
    private static final String SERIAL =
            """
             def new generation   total 9792K, used 700K [0x00000000e0000000, 0x00000000e0aa0000, 0x00000000eaaa0000)
              eden space 8704K,   8% used [0x00000000e0000000, 0x00000000e00af0d8, 0x00000000e0880000)
             tenured generation   total 21888K, used 0K [0x00000000eaaa0000, 0x00000000ec000000, 0x0000000100000000)
             Metaspace       used 70K [0x0000000100000000, 0x0000000200000000)
            """;

    @Test
    void findsTheRangeOfTheHeap() {
        HeapRange heap = new HeapRange(0xe0000000L, 0x100000000L);

        assertThat(HeapRange.parse(G1)).isEqualTo(heap);
        assertThat(HeapRange.parse(SERIAL)).isEqualTo(heap);
    }

    @Test
    void refusesWhatHasNoRange() {
        assertThatThrownBy(() -> HeapRange.parse(" ZHeap used 20M, capacity 100M"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsPagesOutsideOfTheHeapOnly() {
        String smaps =
                """
                e0000000-e8000000 rw-p 00000000 00:00 0
                Rss:              131072 kB
                Pss:              131072 kB
                7f0000000000-7f0000010000 r-xp 00000000 08:01 42 /usr/lib/libc.so.6
                Rss:                  64 kB
                Pss:                  16 kB
                SwapPss:               8 kB
                7f0000020000-7f0000021000 rw-p 00000000 00:00 0
                Rss:                   4 kB
                Pss:                   4 kB
                """;

        assertThat(LiveMemory.outside(smaps, HeapRange.parse(G1))).isEqualTo(new Memory(68 * 1024, 20 * 1024));
    }

    @Test
    void takesTheTotalOfTheHistogram() {
        String histogram =
                """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:        100000        5000000  [B (java.base@17)
                Total        200000       12345678
                """;

        assertThat(LiveMemory.liveObjects(histogram).pss()).isEqualTo(12_345_678);
    }
}
