package nl.digipoort.james.benchmarks;

/** Measures and reports; {@code benchmarks/run --help} tells how. */
public final class Main {
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Console console = new Console();
        try {
            new BenchmarkRun(Options.parse(arguments), console).run();
        } catch (UsageException e) {
            console.line("benchmarks: " + e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }
}
