// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that we did not write. Where it is missing the test is skipped, except with {@code CI=true}. */
final class RealClient {
    private final Path scratch;
    private final String input;
    private final Map<String, String> environment;

    private RealClient(Path scratch, String input, Map<String, String> environment) {
        this.scratch = scratch;
        this.input = input;
        this.environment = environment;
    }

    /** @param scratch the working directory */
    static RealClient in(Path scratch) {
        return new RealClient(scratch, "", Map.of());
    }

    /** The same with text on its standard input, which stays open until the program ends. */
    RealClient saying(String words) {
        return new RealClient(scratch, words, environment);
    }

    /** The same with environment variables besides. */
    RealClient with(Map<String, String> variables) {
        return new RealClient(scratch, input, variables);
    }

    /** The same; skips the test if the command fails, as it does when the program lacks a part. */
    RealClient where(String... works) throws Exception {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(attempt(works).exit() == 0, String.join(" ", works) + " does not work");
        }
        return this;
    }

    /**
     * Fetches a message with curl. TLS is required, and the server's certificate is verified.
     *
     * @param more further options
     * @return curl's trace of the dialogue
     */
    static String curl(TestGateway gateway, TestGateway.Account account, String url, Path fetched, String... more)
            throws Exception {
        return attemptCurl(gateway, account, url, fetched, more).good();
    }

    /** The same, but curl may fail. */
    static Ended attemptCurl(TestGateway gateway, TestGateway.Account account, String url, Path fetched, String... more)
            throws Exception {
        Path credentials = Files.createTempFile(fetched.getParent(), "curl", ".conf");
        Files.writeString(credentials, "user = \"" + account.user() + ":" + account.password() + "\"\n");
        List<String> options =
                new ArrayList<>(List.of("--config", credentials.toString(), "--output", fetched.toString()));
        options.addAll(List.of(more));
        options.add(url);
        return in(fetched.getParent()).attemptCurl(gateway, options);
    }

    /** Runs curl with these options. TLS is required, and the server's certificate is verified; curl must succeed. */
    String curl(TestGateway gateway, String... options) throws Exception {
        return attemptCurl(gateway, List.of(options)).good();
    }

    private Ended attemptCurl(TestGateway gateway, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--verbose", "--silent", "--show-error"));
        command.addAll(List.of("--max-time", "60", "--ssl-reqd", "--cacert", gateway.certificate()));
        command.addAll(options);
        return attempt(command.toArray(String[]::new));
    }

    /** Returns its output on both streams; it must succeed. */
    String run(String... command) throws Exception {
        return attempt(command).good();
    }

    /** Runs it to its end, with or without success. */
    Ended attempt(String... command) throws Exception {
        require(command[0]);
        Path output = Files.createTempFile(scratch, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
            stdin.flush();
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as(() -> "still running: " + List.of(command) + ", so far " + printed(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), printed(output));
    }

    /** Skips the calling test if a program is missing, except with {@code CI=true}. */
    static void require(String program) {
        assumeTrue(isThere(program) || "true".equals(System.getenv("CI")), program + " is missing");
    }

    private static String printed(Path output) {
        try {
            return Files.readString(output, ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(program)));
    }

    /** The exit status of a program and its output on both streams. */
    record Ended(int exit, String printed) {
        /** Returns its output; it must have succeeded. */
        String good() {
            assertThat(exit).as(printed).isZero();
            return printed;
        }
    }
}
