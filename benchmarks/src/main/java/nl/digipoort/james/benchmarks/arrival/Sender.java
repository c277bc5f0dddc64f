// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running smtp-source. It writes the number of each message that it has sent, answered or not, and what went wrong. */
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

    /** @param output a file for its numbers; its errors go beside it */
    static Sender start(ProcessBuilder builder, Path output) throws IOException {
        Path errors = output.resolveSibling(output.getFileName() + ".err");
        Process process = builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Sender(process, output, errors);
    }

    /** Messages that the server has said yes to: of one that runs or failed, all but the last that it sent. */
    int accepted() throws IOException {
        int sent = sent(Files.readString(counter, StandardCharsets.ISO_8859_1));
        boolean allAnswered = !process.isAlive() && process.exitValue() == 0;
        return allAnswered ? sent : Math.max(0, sent - 1);
    }

    /** @param written numbers, each with a CR behind it */
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

    /** What went wrong; empty while it runs, and when all went well. */
    Optional<String> failure() throws IOException {
        if (process.isAlive() || process.exitValue() == 0) {
            return Optional.empty();
        }
        return Optional.of(failure(Files.readString(errors, StandardCharsets.ISO_8859_1), process.exitValue()));
    }

    /** @param written the last line counts; the path in front of it does not */
    static String failure(String written, int status) {
        return written.lines()
                .reduce((first, last) -> last)
                .map(line -> line.replaceFirst("^.*?smtp-source: (fatal: )?", ""))
                .orElse("smtp-source ended with " + status);
    }

    /** A message that is on its way may come through or not. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!await(STOP)) {
            process.destroyForcibly();
        }
    }
}
