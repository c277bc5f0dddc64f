// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

import java.io.PrintStream;

/** Writes to the terminal. */
@SuppressForbidden
final class Console {
    private final PrintStream out = System.out;

    void line(String text) {
        out.println(text);
        out.flush();
    }
}
