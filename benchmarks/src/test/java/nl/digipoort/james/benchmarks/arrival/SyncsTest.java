// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyncsTest {
    @Test
    void addsTheCallsWithAndWithoutErrors() {
        String table =
                """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 90.12    0.045678         152       300           fsync
                  9.88    0.005000          96        52         2 fdatasync
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.050678         143       352         2 total
                """;

        assertThat(Syncs.parse(table)).isEqualTo(352);
    }

    @Test
    void countsNothingWhereNothingWasCalled() {
        assertThat(Syncs.parse("")).isZero();
    }
}
