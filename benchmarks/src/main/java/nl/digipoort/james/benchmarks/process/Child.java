// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in its own process, with its output in a file; it ends with this program at the latest. */
public final class Child implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration STOP = Duration.ofMinutes(1);

    private final Process process;
    private final Path output;
    private final Thread killer;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.killer = new Thread(process::destroy, "kill-" + process.pid());
    }

    public static Child start(Path output, List<String> command) throws IOException {
        return start(output, command, Map.of());
    }

    /** @param environment added to that of this program */
    public static Child start(Path output, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Child child = new Child(builder.start(), output);
        Runtime.getRuntime().addShutdownHook(child.killer);
        return child;
    }

    /** Waits until it has written the text; returns all its output so far. */
    public String await(String text, Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            String written = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (written.contains(text)) {
                return written;
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
        throw new IOException("no '" + text + "' in " + output + ": " + Files.readString(output));
    }

    public ProcessTree tree() {
        return new ProcessTree(process.pid());
    }

    /** Sends SIGTERM, and SIGKILL after a minute. */
    @Override
    public void close() {
        process.destroy();
        Process stopped = process.onExit()
                .completeOnTimeout(process, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
        if (stopped.isAlive()) {
            Process unused = process.destroyForcibly().onExit().join();
        }
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
