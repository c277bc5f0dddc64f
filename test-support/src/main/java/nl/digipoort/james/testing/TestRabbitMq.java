// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real RabbitMQ with its administration on loopback ports, from Debian's package, in a temporary folder and with a port mapper of its own.
 * A guardian process stops and deletes it when it is closed or the JVM ends in any way, a SIGKILL included. Without the package the test is
 * skipped, but it fails if CI=true.
 */
public final class TestRabbitMq implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String USER = "james";
    private static final String PASSWORD = "geheim-van-rabbitmq";

    /**
     * Each of the two has a session, and so a process group, of its own, which a signal reaches as a whole. The file {@code ended} says that the
     * server has ended by itself.
     */
    private static final String GUARDIAN =
            """
            start() {
                rm -f "$HOME/ended"
                setsid sh -c '"$0" >>"$HOME/log" 2>&1 </dev/null; : >"$HOME/ended"' "$0" & server=$!
            }
            setsid epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" & mapper=$!
            start "$0"
            while read -r order; do
                case $order in
                    kill) kill -s KILL -- "-$server"; wait "$server" ;;
                    start) start "$0" ;;
                esac
            done
            kill -s KILL -- "-$server" "-$mapper"
            wait
            exec rm -rf "$HOME"
            """;

    private final Path folder;
    private final int port;
    private final int managementPort;
    private final Process guardian;

    private TestRabbitMq(Path folder, int port, int managementPort, Process guardian) {
        this.folder = folder;
        this.port = port;
        this.managementPort = managementPort;
        this.guardian = guardian;
    }

    /** Skips or fails the calling test if this machine has no RabbitMQ. */
    public static void requirePackage() {
        boolean present = Files.isExecutable(SERVER);
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("RabbitMQ in " + SERVER).isTrue();
        }
        assumeTrue(present, "no RabbitMQ in " + SERVER);
    }

    /** Started, to be closed; skips or fails the calling test if this machine has no RabbitMQ. */
    public static TestRabbitMq start() {
        requirePackage();
        try {
            Path folder = Files.createTempDirectory("digipoort-rabbitmq");
            int port = freeLoopbackPort();
            int managementPort = freeLoopbackPort();
            Files.writeString(folder.resolve("rabbitmq.conf"), settings(port, managementPort));
            Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_management].\n");
            TestRabbitMq rabbitMq = new TestRabbitMq(folder, port, managementPort, guardian(folder));
            Runtime.getRuntime().addShutdownHook(new Thread(rabbitMq::close, "stop RabbitMQ"));
            rabbitMq.awaitBoth();
            return rabbitMq;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(int port, int managementPort) {
        return String.join(
                "\n",
                "listeners.tcp.1 = 127.0.0.1:" + port,
                "management.tcp.ip = 127.0.0.1",
                "management.tcp.port = " + managementPort,
                "default_user = " + USER,
                "default_pass = " + PASSWORD,
                "vm_memory_high_watermark.absolute = 256MB",
                "disk_free_limit.absolute = 1MB",
                "");
    }

    private static Process guardian(Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", GUARDIAN, SERVER.toString())
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        int nodePort = freeLoopbackPort();
        builder.environment()
                .putAll(Map.of(
                        "HOME", folder.toString(),
                        "ERL_EPMD_ADDRESS", "127.0.0.1",
                        "ERL_EPMD_PORT", Integer.toString(freeLoopbackPort()),
                        "RABBITMQ_NODENAME", "digipoort" + nodePort + "@localhost",
                        "RABBITMQ_DIST_PORT", Integer.toString(nodePort),
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}",
                        "RABBITMQ_CONF_ENV_FILE",
                                folder.resolve("no-environment").toString(),
                        "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("enabled_plugins").toString()));
        builder.environment().put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        builder.environment().put("RABBITMQ_LOG_BASE", folder.resolve("logs").toString());
        return builder.start();
    }

    private static int freeLoopbackPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitBoth() throws IOException {
        await(port);
        await(managementPort);
    }

    private void await(int listener) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!answers(listener)) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException("RabbitMQ does not start:\n" + Files.readString(folder.resolve("log")));
            }
        }
    }

    private static boolean answers(int listener) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits a short time for its end. */
    private boolean ended() {
        try {
            return guardian.waitFor(100, TimeUnit.MILLISECONDS) || Files.exists(folder.resolve("ended"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start of RabbitMQ", e);
        }
    }

    /** Ends it by SIGKILL. Its data stays for {@link #startAgain}. */
    public void kill() {
        order("kill");
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (answers(port) || answers(managementPort)) {
            if (ended() || System.nanoTime() > end) {
                throw new IllegalStateException("RabbitMQ does not end");
            }
        }
    }

    /** The killed one with its data, on the same ports; waits until it answers. */
    public void startAgain() {
        try {
            order("start");
            awaitBoth();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order(String order) {
        try {
            guardian.getOutputStream().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            guardian.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address for clients. */
    public String url() {
        return "amqp://127.0.0.1:" + port;
    }

    /** The address of its administration. */
    public String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    /** Of the guardian, whose descendants are the server and its port mapper. */
    public long pid() {
        return guardian.pid();
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** Stops and deletes it, unless that has been done. */
    @Override
    public void close() {
        try {
            guardian.getOutputStream().close();
            if (!guardian.waitFor(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("RabbitMQ does not stop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
