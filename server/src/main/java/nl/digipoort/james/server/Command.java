// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

/** A command of the command line. */
interface Command {
    /** Runs the command; returns the exit status, or {@link Console#STAY} when the process continues in other threads. */
    int execute(Console console);
}
