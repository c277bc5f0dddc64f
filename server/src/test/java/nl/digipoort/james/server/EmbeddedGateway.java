// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built distribution as a child process on a home, for tests that go through the wire. */
public final class EmbeddedGateway implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(1);

    private static final String LOOPBACK = "--bind=127.0.0.1";
    private static final String[] FREE = {"--pop3-port=0", "--smtp-port=0", "--webadmin-port=0", "--jmx-port=0"};

    private final Path home;
    private final Process process;
    private final Queue<String> stdout = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private EmbeddedGateway(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** Starts on free loopback ports and waits for the ready line. */
    public static EmbeddedGateway start(Path home) throws IOException, InterruptedException {
        return start(home, Map.of());
    }

    /** The same with environment variables besides. */
    public static EmbeddedGateway start(Path home, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                Distribution.command("run", "--home", home.toString(), FREE[0], FREE[1], FREE[2], FREE[3], LOOPBACK);
        builder.environment().putAll(environment);
        return start(home, builder);
    }

    /** The same with another heap, as in {@code -Xmx}. */
    public static EmbeddedGateway startWithHeap(Path home, String heap) throws IOException, InterruptedException {
        return start(
                home,
                Distribution.commandWithHeap(
                        heap, "run", "--home", home.toString(), FREE[0], FREE[1], FREE[2], FREE[3], LOOPBACK));
    }

    /** The distributed assembly, with the options that say where its parts are. */
    public static EmbeddedGateway startDistributed(Path home, Map<String, String> environment, List<String> parts)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "--assembly=distributed", "--home", home.toString()));
        arguments.addAll(parts);
        arguments.addAll(List.of(FREE));
        arguments.add(LOOPBACK);
        ProcessBuilder builder = Distribution.commandWithHeap("384m", arguments.toArray(String[]::new));
        builder.environment().putAll(environment);
        return start(home, builder);
    }

    /** The same on what is left of a damaged database. */
    public static EmbeddedGateway startAcceptingLoss(Path home) throws IOException, InterruptedException {
        return start(
                home,
                Distribution.command(
                        "run",
                        "--home",
                        home.toString(),
                        "--accept-loss",
                        FREE[0],
                        FREE[1],
                        FREE[2],
                        FREE[3],
                        LOOPBACK));
    }

    /** The same by the script of an archive that was unpacked there. */
    public static EmbeddedGateway startUnpacked(Path distribution, Path home) throws IOException, InterruptedException {
        return startUnpacked(distribution, home, Map.of());
    }

    /** The same with environment variables besides. */
    public static EmbeddedGateway startUnpacked(Path distribution, Path home, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                distribution.resolve("bin/digipoort").toString(),
                "run",
                "--home",
                home.toString(),
                FREE[0],
                FREE[1],
                FREE[2],
                FREE[3],
                LOOPBACK);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DIGIPOORT_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return start(home, builder);
    }

    /** The demonstration; its home is a directory that it makes itself. */
    static EmbeddedGateway startDemo(Path scratch, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("demo", LOOPBACK));
        arguments.addAll(List.of(FREE));
        arguments.addAll(List.of(options));
        return start(scratch.resolve("demo"), Distribution.command(arguments.toArray(String[]::new)));
    }

    private static EmbeddedGateway start(Path home, ProcessBuilder builder) throws IOException, InterruptedException {
        builder.redirectError(
                home.resolveSibling(home.getFileName() + ".stderr").toFile());
        EmbeddedGateway gateway = new EmbeddedGateway(home, builder.start());
        Thread reader = new Thread(gateway::readStdout, "gateway-stdout");
        reader.setDaemon(true);
        reader.start();
        gateway.awaitReady();
        return gateway;
    }

    private void readStdout() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                stdout.add(line);
                if (line.startsWith("digipoort ready ")) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IllegalStateException("the server ended without a ready line"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private void awaitReady() throws InterruptedException {
        try {
            ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the server on " + home + " did not get ready, see its log and stderr", e);
        }
    }

    public Path home() {
        return home;
    }

    public String readyLine() {
        return ready.join();
    }

    List<String> stdout() {
        return List.copyOf(stdout);
    }

    public int pop3Port() {
        return port("pop3");
    }

    public int smtpPort() {
        return port("smtp");
    }

    public int webadminPort() {
        return port("webadmin");
    }

    public WebAdminClient webAdmin() {
        return new WebAdminClient(home.resolve("conf"), webadminPort());
    }

    public int jmxPort() {
        return port("jmx");
    }

    private int port(String server) {
        Matcher matcher = Pattern.compile(server + "=[0-9.]+:([0-9]+)").matcher(readyLine());
        if (!matcher.find()) {
            throw new IllegalStateException("no " + server + " in: " + readyLine());
        }
        return Integer.parseInt(matcher.group(1));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Outcome cli(String... arguments) throws IOException, InterruptedException {
        return Outcome.ofCli(home, arguments);
    }

    /** SIGTERM, without waiting for the end. */
    public void askToStop() {
        process.destroy();
    }

    /** SIGTERM; answers the exit status. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** SIGKILL: what was acknowledged must survive it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: as if the machine stood still, while its connections and its clock go on. */
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("no process " + pid() + " on " + home);
        }
    }

    /** Waits until the server has ended by itself; answers the exit status. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server on " + home + " did not end");
        }
        return process.exitValue();
    }

    /** SIGKILL, and its end, so that the home is free when this returns. */
    @Override
    public void close() {
        try {
            kill();
            process.getInputStream().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
