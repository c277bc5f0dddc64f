// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The result of a command that ends by itself. */
public record Outcome(int exit, String stdout, String stderr) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    public static Outcome of(String... arguments) throws IOException, InterruptedException {
        return of(ProcessBuilder.Redirect.PIPE, Map.of(), arguments);
    }

    /** The same with environment variables besides. */
    public static Outcome of(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return of(ProcessBuilder.Redirect.PIPE, environment, arguments);
    }

    /** Starts the same and does not wait for its end; its output is lost. */
    public static Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = Distribution.command(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome of(ProcessBuilder.Redirect stdin, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path stdout = Files.createTempFile("digipoort", ".stdout");
        Path stderr = Files.createTempFile("digipoort", ".stderr");
        try {
            ProcessBuilder builder = Distribution.command(arguments)
                    .redirectInput(stdin)
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end to: " + List.of(arguments));
            }
            return new Outcome(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
        } finally {
            Files.delete(stdout);
            Files.delete(stderr);
        }
    }

    static Outcome ofCli(Path home, String... arguments) throws IOException, InterruptedException {
        return of(cli(home, arguments));
    }

    /** @param stdin the file that it reads */
    static Outcome ofCli(Path stdin, Path home, String... arguments) throws IOException, InterruptedException {
        return of(ProcessBuilder.Redirect.from(stdin.toFile()), Map.of(), cli(home, arguments));
    }

    private static String[] cli(Path home, String... arguments) {
        List<String> all = new ArrayList<>(List.of("cli", "--home", home.toString()));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
