// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Cassandra of one node on loopback ports, in its own Java process and a temporary folder. Started once for all tests of this JVM,
 * then killed and deleted at the JVM's end. Its jars come from the module {@code test-cassandra}. It needs only Java on the machine, so it
 * is never skipped.
 */
public final class TestCassandra {
    /** The folder with Cassandra's jars. */
    private static final String JARS = "digipoort.cassandra.jars";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String DATACENTER = "datacenter1"; // as reported by SimpleSnitch

    private static TestCassandra running;

    private final Path folder;
    private final int port;
    private final Process process;

    private TestCassandra(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The shared server of this JVM. */
    public static synchronized TestCassandra running() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** A separate server for one test, which may pause or stop it. */
    public static TestCassandra start() {
        return start(Map.of());
    }

    /** The same, with a wall clock that the test can step. */
    public static TestCassandra withClock(SteppedClock clock) {
        return start(clock.environment());
    }

    private static TestCassandra start(Map<String, String> environment) {
        try {
            Path folder = Files.createTempDirectory("digipoort-cassandra");
            int port = freeLoopbackPort();
            CassandraFiles files = CassandraFiles.write(folder, port, freeLoopbackPort());
            TestCassandra cassandra = new TestCassandra(folder, port, launch(files, environment));
            Runtime.getRuntime().addShutdownHook(new Thread(cassandra::stop, "stop Cassandra"));
            cassandra.awaitPort();
            return cassandra;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address for clients. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public String datacenter() {
        return DATACENTER;
    }

    /** Pauses it, like a machine that hangs, until {@link #resume}. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + signal + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at kill " + signal, e);
        }
    }

    /** Kills it and deletes its data. */
    public void stop() {
        try {
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freeLoopbackPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(CassandraFiles files, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(files.options());
        Path jars = jars();
        // measures memtables; without it Cassandra cannot look into hidden classes of JDK 17
        command.add("-javaagent:" + only(jars, "jamm-*.jar"));
        command.addAll(List.of("-cp", jars.resolve("*").toString(), "org.apache.cassandra.service.CassandraDaemon"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(files.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.log().toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path jars() {
        Path jars = Path.of(System.getProperty(JARS, "property " + JARS + " is not set"));
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException("no folder " + jars
                    + " with Cassandra's jars: run 'mvn -pl test-cassandra generate-resources', and name its"
                    + " target/cassandra-4.1 in the system property " + JARS);
        }
        return jars;
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next();
        }
    }

    private void awaitPort() throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!answers()) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Cassandra does not start:\n" + Files.readString(CassandraFiles.log(folder)));
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(address());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits a short time for its end. */
    private boolean ended() {
        try {
            return process.waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start of Cassandra", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
