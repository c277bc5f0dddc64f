// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.PrintWriter;
import java.util.Locale;

/** What a move says: a line for each account on standard output, and on standard error what a person has to know. Not thread-safe. */
public final class Report {
    private static final String ROW = "%-40s %10s %15s  %s%n";

    private final PrintWriter out;
    private final PrintWriter err;
    private long accounts;
    private long failures;
    private long messages;
    private long octets;

    public Report(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public void begin() {
        out.printf(Locale.ROOT, ROW, "account", "messages", "octets", "result");
    }

    public void done(MovedAccount account, String result) {
        accounts++;
        messages += account.messages();
        octets += account.octets();
        out.printf(Locale.ROOT, ROW, account, account.messages(), account.octets(), result);
        out.flush();
    }

    public void failed(String account, String reason) {
        accounts++;
        failures++;
        out.printf(Locale.ROOT, ROW, account, "-", "-", "failed: " + reason);
        out.flush();
    }

    /** Something that is not moved, or not as it was. */
    public void aside(String text) {
        err.println("digipoort: " + text);
        err.flush();
    }

    /** Something that is lost if nobody looks after it. */
    public void missing(String text) {
        failures++;
        aside(text);
    }

    /** The exit status: 0 if nothing has failed. */
    public int end() {
        out.printf(
                Locale.ROOT,
                ROW,
                accounts + " accounts",
                messages,
                octets,
                failures == 0 ? "all done" : "not all: " + failures + " missing");
        out.flush();
        return failures == 0 ? 0 : 1;
    }
}
