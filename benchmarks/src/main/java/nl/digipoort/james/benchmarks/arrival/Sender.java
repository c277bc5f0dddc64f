// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running smtp-source. It writes the number of each message that it has sent, answered or not, and its errors. */
final class Sender {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Process process;
    private final Path counter;
    private final Path errors;

    private Sender(Process process, Path counter, Path errors) {
        this.process = process;
        this.counter = counter;
        this.errors = errors;
    }

    /** @param output a file for its numbers; its errors go to a file beside it */
    static Sender start(ProcessBuilder builder, Path output) throws IOException {
        Path errors = output.resolveSibling(output.getFileName() + ".err");
        Process process = builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Sender(process, output, errors);
    }

    /** Messages that the server has accepted. If the sender still runs or has failed, the last message that it sent does not count. */
    int accepted() throws IOException {
        int sent = sent(Files.readString(counter, StandardCharsets.ISO_8859_1));
        boolean allAnswered = !process.isAlive() && process.exitValue() == 0;
        return allAnswered ? sent : Math.max(0, sent - 1);
    }

    /** @param written numbers, each followed by a CR */
    static int sent(String written) {
        int end = written.lastIndexOf('\r');
        if (end < 0) {
            return 0;
        }
        return Integer.parseInt(
                written.substring(written.lastIndexOf('\r', end - 1) + 1, end).strip());
    }

    boolean await(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The error; empty while it runs, and after success. */
    Optional<String> failure() throws IOException {
        if (process.isAlive() || process.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of(failure(Files.readString(errors, StandardCharsets.ISO_8859_1), process.exitValue()));
    }

    /** @param written its errors; the last line counts, without the path in front */
    static String failure(String written, int status) {
        return written.lines()
                .reduce((first, last) -> last)
                .map(line -> line.replaceFirst("^.*?smtp-source: (fatal: )?", ""))
                .orElse("smtp-source ended with " + status);
    }

    /** Stops it; a message in transmission may arrive or not. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!await(STOP)) {
            process.destroyForcibly();
        }
    }
}
