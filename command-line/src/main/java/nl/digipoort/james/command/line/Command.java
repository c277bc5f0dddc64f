// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

/** A command of the command line. */
public interface Command {
    int DONE = 0;
    int REFUSED = 1;
    int USAGE = 2;

    /**
     * Runs the command and returns its exit status.
     *
     * @throws UsageException if the arguments are wrong: exit status 2
     * @throws Refusal if it cannot be done: exit status 1
     */
    int execute(Options options, Terminal terminal);
}
