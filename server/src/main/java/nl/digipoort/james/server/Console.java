// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The process's standard streams. Scripts read stdout, so nothing but our own lines may get there: whatever a library
 * prints is sent to stderr.
 */
@SuppressForbidden(reason = "the command line's own output")
final class Console {
    /** Exit status of a command that leaves a server running. */
    static final int STAY = -1;

    private static final int LONGEST_LINE = 600;

    private final PrintStream out;
    private final PrintStream err;

    private Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    static Console takeOver() {
        Console console = new Console(System.out, System.err);
        System.setOut(System.err);
        return console;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** What a person should know, and no script looks for. */
    void aside(String text) {
        err.println("digipoort: " + oneLine(text));
        err.flush();
    }

    /**
     * Asks for a password without echo where there is a terminal, and else takes the first line of standard input, in UTF-8.
     *
     * @return empty if there is none
     */
    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on there always is one, which takes the line without a terminal too
    String password(String prompt) {
        java.io.Console terminal = System.console();
        if (terminal != null) {
            char[] typed = terminal.readPassword("%s", prompt);
            return typed == null ? "" : new String(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    /** Gives stdout back, for the James CLI which prints its answers there. */
    void release() {
        System.setOut(out);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
