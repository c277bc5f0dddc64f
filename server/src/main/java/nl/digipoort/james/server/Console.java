// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of the process. Scripts read stdout, so only our own lines may appear there; the output of libraries is sent to
 * stderr.
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

    /** Writes a line for a person, which no script reads. */
    void aside(String text) {
        err.println("digipoort: " + oneLine(text));
        err.flush();
    }

    /**
     * Reads a password: from the terminal without echo, or else the first line of standard input, in UTF-8.
     *
     * @return empty if there is none
     */
    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 22 on there is always a console, which also reads without a terminal
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

    /** Stdout for a command that writes much; it flushes it itself. */
    PrintWriter out() {
        return new PrintWriter(out, false, StandardCharsets.UTF_8);
    }

    PrintWriter err() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Restores stdout for the James CLI, which prints its answers there. */
    void release() {
        System.setOut(out);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
