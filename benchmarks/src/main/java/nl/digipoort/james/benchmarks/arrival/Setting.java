// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.util.List;
import java.util.stream.IntStream;
import nl.digipoort.james.benchmarks.client.Account;

/** The message size, and the number of senders at the same time. */
record Setting(Size size, int senders) {
    /** The name of its phase. */
    String name() {
        return ArrivalRun.NAME + "-" + size.label();
    }

    /** The receivers: one for each sender. */
    static List<Account> accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Account("bedrijf" + i + "@bench.local", "geheim-bedrijf" + i))
                .toList();
    }
}
