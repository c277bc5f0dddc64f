// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Dovecot, configured by the test, as a POP3 server without TLS on a loopback port, in the foreground, as root. Without the package, or as another user, the
 * test is skipped, but it fails if CI=true.
 */
final class ConfiguredDovecot implements AutoCloseable {
    private static final Path SERVER = Path.of("/usr/sbin/dovecot");
    private static final Path POP3 = Path.of("/usr/lib/dovecot/pop3");
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private final Process process;
    private final InetSocketAddress address;

    private ConfiguredDovecot(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Skips or fails the calling test if this machine has no Dovecot. */
    static void requirePackage() {
        boolean present = Files.isExecutable(SERVER)
                && Files.isExecutable(POP3)
                && "root".equals(System.getProperty("user.name"));
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("root, and the package dovecot-pop3d").isTrue();
        }
        assumeTrue(present, "not root, or no package dovecot-pop3d");
    }

    /**
     * Starts it; skips or fails the calling test if this machine has none.
     *
     * @param scratch a folder for it alone
     * @param settings such as {@code passdb} and {@code mail_location}, behind those that a test needs in any case
     */
    static ConfiguredDovecot start(Path scratch, String settings) throws IOException, InterruptedException {
        requirePackage();
        Files.createDirectories(scratch);
        int port = freePort();
        Path configuration = Files.writeString(scratch.resolve("dovecot.conf"), common(scratch, port) + settings);
        Process process = new ProcessBuilder(SERVER.toString(), "-F", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("dovecot.log").toFile())
                .start();
        ConfiguredDovecot dovecot =
                new ConfiguredDovecot(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            dovecot.await(scratch);
        } catch (RuntimeException e) {
            dovecot.close();
            throw e;
        }
        return dovecot;
    }

    private static String common(Path scratch, int port) {
        return String.join(
                "\n",
                "base_dir = " + scratch.resolve("run"),
                "state_dir = " + scratch.resolve("state"),
                "log_path = /dev/stderr",
                "instance_name = " + scratch.getFileName(),
                "protocols = pop3",
                "listen = 127.0.0.1",
                "ssl = no",
                "disable_plaintext_auth = no",
                "first_valid_uid = 1",
                "default_login_user = dovenull",
                "service pop3-login {",
                "  inet_listener pop3 {",
                "    port = " + port,
                "  }",
                "  inet_listener pop3s {",
                "    port = 0",
                "  }",
                "}",
                "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(Path scratch) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Dovecot does not start: " + Files.readString(scratch.resolve("dovecot.log")));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    InetSocketAddress pop3() {
        return address;
    }

    /** Ends it with all its processes. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
