// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

/** What the command line asked for. */
interface Command {
    /** Runs it and answers the exit status, or {@link Console#STAY} when the process lives on in other threads. */
    int execute(Console console);
}
