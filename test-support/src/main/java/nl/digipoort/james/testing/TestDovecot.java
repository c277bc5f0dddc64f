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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A real Dovecot from Debian's packages on a loopback port, with the mail of its accounts in a folder. Its processes end when it is closed.
 * Without the program or root the test is skipped, but it fails if CI=true.
 */
public final class TestDovecot implements AutoCloseable {
    /** Debian's user for mail: Dovecot does not read mail as root. */
    private static final String OWNER = "mail:mail";

    /** A user who may log in as every other one. */
    public static final String MASTER = "master";

    /** The password of everybody, if the test configures no other. */
    public static final String PASSWORD = "gehéim 1";

    private final Path folder;
    private final int port;
    private Process server;

    private TestDovecot(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Skips the calling test, or fails it if CI=true, if this machine has no Dovecot, or its user is not root. */
    public static void requirePackage() {
        boolean present = Files.isExecutable(Path.of("/usr/lib/dovecot/pop3"))
                && System.getProperty("user.name").equals("root");
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("Dovecot with POP3, and root").isTrue();
        }
        assumeTrue(present, "no Dovecot with POP3, or not root");
    }

    /**
     * With {@link #PASSWORD} for all users.
     *
     * @param location Dovecot's {@code mail_location}, with {@code MAIL} for the folder of all mail
     * @param settings further ones
     */
    public static TestDovecot start(String location, List<String> users, String... settings) {
        return started(dovecot -> dovecot.accounts(location, users) + String.join("\n", settings) + "\n");
    }

    /** @param settings with {@code passdb}, {@code userdb} and {@code mail_location} */
    public static TestDovecot configured(String settings) {
        return started(dovecot -> settings);
    }

    private static TestDovecot started(Settings settings) {
        requirePackage();
        try {
            Path folder = Files.createTempDirectory("digipoort-dovecot");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            TestDovecot dovecot = new TestDovecot(folder, freePort());
            Files.createDirectories(dovecot.mail());
            Files.writeString(folder.resolve("dovecot.conf"), dovecot.common() + settings.of(dovecot));
            dovecot.start();
            return dovecot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Settings {
        String of(TestDovecot dovecot) throws IOException;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String common() {
        return String.format(
                Locale.ROOT,
                """
                base_dir = %1$s/run
                state_dir = %1$s/state
                instance_name = test
                log_path = %1$s/log
                protocols = pop3
                listen = 127.0.0.1
                first_valid_uid = 1
                mail_max_userip_connections = 0
                ssl = no
                disable_plaintext_auth = no
                service pop3-login {
                  inet_listener pop3 {
                    port = %2$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                """,
                folder,
                port);
    }

    private String accounts(String location, List<String> users) throws IOException {
        Files.writeString(
                folder.resolve("users"),
                users.stream().map(user -> user + ":{PLAIN}" + PASSWORD + "\n").collect(Collectors.joining()));
        Files.writeString(folder.resolve("masters"), MASTER + ":{PLAIN}" + PASSWORD + "\n");
        return String.format(
                Locale.ROOT,
                """
                mail_location = %2$s
                passdb {
                  driver = passwd-file
                  master = yes
                  pass = yes
                  args = scheme=PLAIN username_format=%%u %1$s/masters
                }
                passdb {
                  driver = passwd-file
                  args = scheme=PLAIN username_format=%%u %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/home/%%u
                }
                """,
                folder,
                location.replace("MAIL", mail().toString()));
    }

    /** Starts it again after {@link #stop}. */
    public void start() {
        run("chown", "-R", OWNER, mail().toString());
        try {
            server = new ProcessBuilder(
                            "/usr/sbin/dovecot",
                            "-F",
                            "-c",
                            folder.resolve("dovecot.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            awaitPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                assertThat(server.isAlive() && System.nanoTime() < deadline)
                        .as(Files.readString(folder.resolve("out")))
                        .isTrue();
                waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean waitFor(long time, TimeUnit unit) {
        try {
            return server.waitFor(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it with all its processes. */
    public void stop() {
        List<ProcessHandle> children = server.descendants().collect(Collectors.toList());
        server.destroy();
        if (!waitFor(10, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    public int port() {
        return port;
    }

    /** The folder of all mail. */
    public Path mail() {
        return folder.resolve("mail");
    }

    /** What clients see of a maildrop, by curl: each message's octets by its unique-id, in their order. */
    public Map<String, byte[]> seen(String user) {
        return CurlClient.seen(port, user, PASSWORD);
    }

    /** Deletes messages as a client does. */
    public void delete(String user, int... numbers) {
        CurlClient.delete(port, user, PASSWORD, numbers);
    }

    /** Gives files that the test has written to the user of the server. */
    public void own() {
        run("chown", "-R", OWNER, mail().toString());
    }

    /** Copies a folder into the folder of all mail. */
    public void bring(Path other) {
        run("cp", "-r", other.toString(), mail().toString());
        own();
    }

    static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        run("rm", "-rf", folder.toString());
    }
}
