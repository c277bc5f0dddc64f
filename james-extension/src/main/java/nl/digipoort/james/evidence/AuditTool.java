// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The command {@code audit}: verifies an audit trail, and shows what it says of a message. It needs no server, and the JDK finds it by the
 * name {@code digipoort-audit}. Exit status 0: all holds; 1: there are findings, or nothing to show; 2: wrong arguments, or unreadable.
 */
public final class AuditTool implements ToolProvider {
    private static final int WRONG = 2;

    private final Clock clock;

    /** For the JDK, which makes it. */
    public AuditTool() {
        this(Clock.systemUTC());
    }

    AuditTool(Clock clock) {
        this.clock = clock;
    }

    /** For a machine without the embedded server. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int status = new AuditTool().run(out, err, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public String name() {
        return "digipoort-audit";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        try {
            return run(Arrays.asList(args), out);
        } catch (WrongArguments e) {
            err.println("digipoort: " + Texts.plain(e.getMessage()) + " (./digipoort --help explains)");
            return WRONG;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int run(List<String> args, PrintWriter out) {
        String command = args.isEmpty() ? "" : args.get(0);
        switch (command) {
            case "verify":
                return new VerifyCommand(clock, out).run(args.subList(1, args.size()));
            case "show":
                return new ShowCommand(out).run(args.subList(1, args.size()));
            default:
                throw new WrongArguments(
                        args.isEmpty()
                                ? "audit needs verify or show"
                                : "unknown audit command '" + command + "': verify or show");
        }
    }
}
