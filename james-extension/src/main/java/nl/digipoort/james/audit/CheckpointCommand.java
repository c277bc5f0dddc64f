// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the operator that gets each checkpoint on its standard input. It is started without a shell. */
final class CheckpointCommand implements CheckpointTarget {
    private final List<String> command;
    private final Duration patience;

    CheckpointCommand(List<String> command, Duration patience) {
        this.command = List.copyOf(command);
        this.patience = patience;
    }

    @Override
    public void send(CheckpointLine checkpoint) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // Less than the pipe holds, so this does not wait for the program.
            try (OutputStream input = process.getOutputStream()) {
                input.write((checkpoint.text() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within " + patience.toSeconds() + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return "the command " + command.get(0);
    }
}
