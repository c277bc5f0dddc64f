// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL 15 on a loopback port, from Debian's binaries, in a temporary folder. All tests of this JVM share one; a test may also
 * start one of its own, which it may stop and start again. A guardian process stops and deletes it when it is closed or the JVM ends in any
 * way, a SIGKILL included. Without the binaries the test is skipped, but it fails if CI=true.
 */
public final class TestPostgres implements AutoCloseable {
    private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
    private static final String USER = "james";

    private static TestPostgres running;

    private final Path folder;
    private final int port;
    private final Map<String, String> environment;
    private final Process guardian;

    private TestPostgres(Path folder, int port, Map<String, String> environment) {
        this.folder = folder;
        this.port = port;
        this.environment = environment;
        this.guardian = guardian();
    }

    /** The shared server; skips or fails the calling test if this machine has no PostgreSQL 15. */
    public static synchronized TestPostgres running() {
        requireBinaries();
        if (running == null) {
            running = make(temporary(), Map.of());
        }
        return running;
    }

    /** A separate server, to be closed; skips or fails the calling test if this machine has no PostgreSQL 15. */
    public static TestPostgres ofItsOwn() {
        requireBinaries();
        return make(temporary(), Map.of());
    }

    /** The same, with a wall clock that the test can step. */
    public static TestPostgres withClock(SteppedClock clock) {
        requireBinaries();
        return make(temporary(), clock.environment());
    }

    /** A separate server in an empty folder, such as a small disk, whose parents everybody may enter. */
    public static TestPostgres in(Path folder, Map<String, String> environment) {
        requireBinaries();
        return make(folder, environment);
    }

    /** Skips or fails the calling test if this machine has no PostgreSQL 15. */
    public static void requireBinaries() {
        boolean present = Files.isExecutable(BINARIES.resolve("postgres"));
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("PostgreSQL 15 in " + BINARIES).isTrue();
        }
        assumeTrue(present, "no PostgreSQL 15 in " + BINARIES);
    }

    /** The user that owns everything; needs no password on loopback. */
    public String user() {
        return USER;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("digipoort-postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPostgres make(Path folder, Map<String, String> environment) {
        try {
            TestPostgres postgres = new TestPostgres(folder, freeLoopbackPort(), environment);
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop PostgreSQL"));
            postgres.initialise();
            postgres.start();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeLoopbackPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void initialise() {
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        run(asServer("initdb", "-D", data(), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    /** Starts it with its previous data and port; waits until it accepts connections. */
    public void start() {
        String options = "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder;
        run(
                asServer(
                        "pg_ctl",
                        "-D",
                        data(),
                        "-w",
                        "-l",
                        folder.resolve("log").toString(),
                        "-o",
                        options,
                        "start"),
                environment);
    }

    /** Kills all its processes at once, like a crash: committed data is there after the next start. */
    public void crash() {
        run(stopping());
    }

    /** Starts it if it has ended by itself, as it does when it cannot write to its disk. */
    public void startIfEnded() {
        if (!succeeds(asServer("pg_ctl", "-D", data(), "status"))) {
            start();
        }
    }

    private List<String> stopping() {
        return asServer("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    /**
     * Starts a process that waits for the end of its input, which comes with the end of this JVM. It has its own session, so Ctrl-C does
     * not reach it.
     */
    private Process guardian() {
        String script = "cat; \"$@\"; exec rm -rf " + folder;
        List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", script, "guardian"));
        command.addAll(stopping());
        try {
            return new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops and deletes it, unless that has been done. */
    @Override
    public void close() {
        try {
            guardian.getOutputStream().close();
            await(guardian, List.of("guardian"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(BINARIES.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(List<String> command) {
        run(command, Map.of());
    }

    private static void run(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            await(builder.start(), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + command, e);
        }
    }

    private static void await(Process process, List<String> command) {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + command, e);
        }
    }
}
