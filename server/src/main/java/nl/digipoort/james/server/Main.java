// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import nl.digipoort.james.server.home.StartException;

/** The entry point: parses the arguments, runs the command, and turns every expected failure into one line and exit status 2. */
public final class Main {
    private static final int FAILED = 2;

    private Main() {}

    public static void main(String[] args) {
        Console console = Console.takeOver();
        int status = run(args, console);
        if (status != Console.STAY) {
            System.exit(status);
        }
    }

    private static int run(String[] args, Console console) {
        try {
            return CommandLine.parse(args).execute(console);
        } catch (UsageException e) {
            console.aside(e.getMessage() + " (./digipoort --help explains)");
        } catch (StartException e) {
            console.aside(e.getMessage());
        }
        return FAILED;
    }
}
