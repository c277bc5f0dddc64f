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
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL 15 on a loopback port, from Debian's binaries, in a temporary folder: started once for all tests of this
 * JVM, stopped and deleted at its end. Without the binaries the test is skipped, but fails where CI=true.
 */
public final class TestPostgres {
    private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
    private static final String USER = "james";

    private static TestPostgres running;

    private final Path folder;
    private final int port;

    private TestPostgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** The one server; skips or fails the calling test when this machine has none. */
    public static synchronized TestPostgres running() {
        boolean present = Files.isExecutable(BINARIES.resolve("postgres"));
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("PostgreSQL 15 in " + BINARIES).isTrue();
        }
        assumeTrue(present, "no PostgreSQL 15 in " + BINARIES);
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** The user that owns everything; no password is asked for on loopback. */
    public String user() {
        return USER;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static TestPostgres start() {
        try {
            TestPostgres postgres =
                    new TestPostgres(Files.createTempDirectory("digipoort-postgres"), freeLoopbackPort());
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop PostgreSQL"));
            postgres.initialise();
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
        runAsServer("initdb", "-D", data(), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync");
        String options = "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder;
        runAsServer("pg_ctl", "-D", data(), "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
    }

    private void stop() {
        runAsServer("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
        run(List.of("rm", "-rf", folder.toString()));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void runAsServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(BINARIES.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + command, e);
        }
    }
}
