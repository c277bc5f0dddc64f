// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.io.IOException;

/** What holds memory of the {@link BodyBudget} and can leave it for a file; here for what holds none that is worth a word. */
public interface Spoolable {
    Spoolable NOTHING = new Spoolable() {};

    /** Whether others wait for the memory. */
    default boolean isMemoryWanted() {
        return false;
    }

    /** Has that called, by any thread and perhaps twice, when others wait for the memory. To be set once. */
    default void whenMemoryIsWanted(Runnable call) {
        // Nobody waits for nothing.
    }

    /** Moves what is not read yet into a file, and gives the memory back; whoever reads goes on where it was. */
    default void leaveMemory() throws IOException {
        // There is nothing to give back.
    }
}
