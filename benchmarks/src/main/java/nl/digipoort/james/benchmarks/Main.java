// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks;

/** Measures and writes the report; for usage see {@code benchmarks/run --help}. */
public final class Main {
    private static final int FAILED_SESSIONS = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Console console = new Console();
        try {
            if (!new BenchmarkRun(Options.parse(arguments), console).run()) {
                console.line("benchmarks: sessions failed; the figures of their phases are worth nothing");
                System.exit(FAILED_SESSIONS);
            }
        } catch (UsageException e) {
            console.line("benchmarks: " + e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }
}
