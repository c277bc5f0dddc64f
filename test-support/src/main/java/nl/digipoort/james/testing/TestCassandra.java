// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
 * A real node of Cassandra on loopback ports, in its own Java process and a temporary folder; alone, or one of a {@link TestCassandraCluster}.
 * Killed and deleted at the JVM's end. Its jars come from the module {@code test-cassandra}. It needs only Java on the machine, so it is never
 * skipped.
 */
public final class TestCassandra {
    /** The folder with Cassandra's jars. */
    private static final String JARS = "digipoort.cassandra.jars";

    /** More options of its JVM, a line each, for measurements. */
    private static final String OPTIONS = "digipoort.cassandra.options";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String DATACENTER = "datacenter1"; // as reported by SimpleSnitch

    private static final String SUPERUSER = "cassandra"; // with a password of the same name, until it gets another

    private static TestCassandra running;

    private final CassandraMember member;
    private final CassandraFiles files;
    private final Map<String, String> environment;
    private Process process;

    private TestCassandra(CassandraMember member, CassandraFiles files, Map<String, String> environment)
            throws IOException {
        this.member = member;
        this.files = files;
        this.environment = environment;
        process = launch(files, environment);
    }

    /** The shared server of this JVM, started once for all tests. */
    public static synchronized TestCassandra running() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** A separate server for one test, which may pause or stop it. */
    public static TestCassandra start() {
        return start(CassandraFiles.Login.ANYBODY, Map.of());
    }

    /** The same, but it lets in only {@link #user} with {@link #password}, its superuser. */
    public static TestCassandra askingForPasswords() {
        return start(CassandraFiles.Login.PASSWORD, Map.of());
    }

    /** The same, with a wall clock that the test can step. */
    public static TestCassandra withClock(SteppedClock clock) {
        return start(CassandraFiles.Login.ANYBODY, clock.environment());
    }

    private static TestCassandra start(CassandraFiles.Login login, Map<String, String> environment) {
        try {
            TestCassandra cassandra = launch(CassandraMember.of(1).get(0), login, environment);
            cassandra.awaitPort();
            return cassandra;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started, but not yet answering. */
    static TestCassandra launch(CassandraMember member) throws IOException {
        return launch(member, CassandraFiles.Login.ANYBODY, Map.of());
    }

    private static TestCassandra launch(
            CassandraMember member, CassandraFiles.Login login, Map<String, String> environment) throws IOException {
        Path folder = Files.createTempDirectory("digipoort-cassandra");
        TestCassandra cassandra = new TestCassandra(member, CassandraFiles.write(folder, member, login), environment);
        Runtime.getRuntime().addShutdownHook(new Thread(cassandra::stop, "stop Cassandra"));
        return cassandra;
    }

    /** The address for clients. */
    public InetSocketAddress address() {
        return member.clients();
    }

    public String datacenter() {
        return DATACENTER;
    }

    public String user() {
        return SUPERUSER;
    }

    public String password() {
        return SUPERUSER;
    }

    public long pid() {
        return process.pid();
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

    /** Ends it by SIGKILL. Its data stays for {@link #startAgain}. */
    public void kill() {
        try {
            process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The killed one with its data, on the same address and ports; waits until it answers. */
    public void startAgain() {
        try {
            if (process.isAlive()) {
                throw new IllegalStateException("it is not killed");
            }
            process = launch(files, environment);
            awaitPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and deletes its data. */
    public void stop() {
        try {
            kill();
            delete(files.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(CassandraFiles files, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(files.options());
        System.getProperty(OPTIONS, "").lines().forEach(command::add);
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

    /** The options of Java 17 that any Cassandra 4.1 needs. */
    public static List<String> openings() {
        return CassandraFiles.openings();
    }

    /** The folder with its jars. */
    public static Path jars() {
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

    void awaitPort() throws IOException {
        await(this::answers, "does not start");
    }

    /** Until it can do with the others what it can do with itself. */
    void awaitPeers() throws IOException {
        CassandraLog log = new CassandraLog(files.log());
        await(() -> log.up().containsAll(member.peers()), "does not find " + member.peers());
    }

    private void await(Condition condition, String failure) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!condition.holds()) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Cassandra " + member.host() + " " + failure + ":\n" + Files.readString(files.log()));
            }
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
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
