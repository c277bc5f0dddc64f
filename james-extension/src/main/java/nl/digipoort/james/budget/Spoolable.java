// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.io.IOException;

/** Something in memory of the {@link BodyBudget} that can move to a file. By default it uses no memory worth counting. */
public interface Spoolable {
    Spoolable NOTHING = new Spoolable() {};

    /** Whether others wait for the memory. */
    default boolean isMemoryWanted() {
        return false;
    }

    /** Calls back when others wait for the memory, on any thread and perhaps twice. To be set once. */
    default void whenMemoryIsWanted(Runnable call) {
        // No memory, so nobody waits for it.
    }

    /** Moves what is not read yet to a file and gives the memory back. The reader continues where it was. */
    default void leaveMemory() throws IOException {
        // No memory to give back.
    }
}
