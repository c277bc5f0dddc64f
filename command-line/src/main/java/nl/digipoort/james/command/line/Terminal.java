// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.line;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The standard streams of a command. Results go to the first, what is meant for a person to the second, in UTF-8. */
public final class Terminal {
    private static final int LONGEST_LINE = 600;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;

    /** @param interactive whether a person can be asked */
    public Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** Those of the process. The script says whether they are a terminal: {@code -Ddigipoort.terminal=true}. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Boolean.getBoolean("digipoort.terminal"));
    }

    /** In every locale. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(stream)), false, StandardCharsets.UTF_8);
    }

    /** Writes lines as they are. */
    public void line(String text) {
        out.append(text).append('\n');
        out.flush();
    }

    /** Writes a part of a line as it is. */
    public void part(String text) {
        out.append(text);
    }

    /** Writes a line for a person in which a server or a file has a say. */
    public void text(String text) {
        line(Printable.of(text));
    }

    /** Writes a line for a person, which no script reads. */
    public void aside(String text) {
        err.append("digipoort: ").append(Printable.of(oneLine(text))).append('\n');
        err.flush();
    }

    /** Whether a person sits there, who can answer a question. */
    public boolean isInteractive() {
        return interactive;
    }

    /** Asks a question that only {@code y} or {@code yes} affirms. */
    public boolean confirms(String question) {
        err.append(Printable.of(question)).append(" [y/N] ");
        err.flush();
        String answer = readLine();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /**
     * A password: from the terminal without echo, or else the first line of standard input.
     *
     * @throws UsageException if it would be shown as it is typed
     */
    @SuppressWarnings("SystemConsoleNull") // the script has -Djdk.console=java.base, for JDK 22 and later
    public String password(String prompt) {
        if (!interactive) {
            return readLine();
        }
        Console console = System.console();
        if (console == null) {
            throw new UsageException(
                    "a password that is typed would be shown while the output goes elsewhere, so it takes "
                            + Passwords.FILE);
        }
        char[] typed = console.readPassword("%s", prompt);
        return typed == null ? "" : new String(typed);
    }

    /** The first line of standard input, or what is left of it; empty if there is none. */
    public String readLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
