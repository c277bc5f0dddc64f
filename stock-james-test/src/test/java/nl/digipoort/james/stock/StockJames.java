// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The in-memory James of the Apache project, in its own process with only its own jars, on its own sample configuration, into which
 * {@code digipoort install} has dropped the extension.
 */
final class StockJames implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final String LOG = "stdout.log";

    private final Path home;
    private final Process process;
    private final InetSocketAddress pop3;
    private final InetSocketAddress smtp;
    private final int jmxPort;
    private final int webadminPort;

    private StockJames(Path home, Process process, int pop3Port, int smtpPort, int jmxPort, int webadminPort) {
        this.home = home;
        this.process = process;
        this.pop3 = new InetSocketAddress("localhost", pop3Port);
        this.smtp = new InetSocketAddress("localhost", smtpPort);
        this.jmxPort = jmxPort;
        this.webadminPort = webadminPort;
    }

    /** Starts James with the extension dropped in. */
    static StockJames start(Path home) throws Exception {
        int jmxPort = freePort();
        int webadminPort = freePort();
        unpack(home, jmxPort, webadminPort);
        install(home);
        return run(home, jmxPort, webadminPort);
    }

    /** Starts James where the lines of that text were lost from a file of {@code conf/} after the installation. */
    static StockJames startWithout(Path home, String file, String lost) throws Exception {
        int jmxPort = freePort();
        int webadminPort = freePort();
        unpack(home, jmxPort, webadminPort);
        install(home);
        Path changed = home.resolve("conf").resolve(file);
        List<String> lines = Files.readAllLines(changed);
        List<String> left = lines.stream().filter(line -> !line.contains(lost)).toList();
        assertThat(left).hasSizeLessThan(lines.size());
        Files.write(changed, left);
        return run(home, jmxPort, webadminPort);
    }

    /** Starts James with its own SMTP server instead of ours, so that mail comes through the queue and the mailets. */
    static StockJames startWithItsOwnSmtp(Path home) throws Exception {
        int jmxPort = freePort();
        int webadminPort = freePort();
        unpack(home, jmxPort, webadminPort);
        try (InputStream smtpserver = StockJames.class.getResourceAsStream("/smtpserver-of-james.xml")) {
            Files.copy(smtpserver, home.resolve("conf/smtpserver.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        install(home, "--keep-smtp");
        return run(home, jmxPort, webadminPort);
    }

    private static StockJames run(Path home, int jmxPort, int webadminPort) throws IOException {
        int pop3Port = freePort();
        int smtpPort = freePort();
        Path log = home.resolve(LOG);
        Process process = new ProcessBuilder(
                        java(),
                        "-cp",
                        String.join(File.pathSeparator, jamesJars()),
                        "-Dworking.directory=" + home + "/",
                        "-Dextra.props=" + home.resolve("conf/jvm.properties"),
                        "-Dlogback.configurationFile=" + home.resolve("conf/logback.xml"),
                        "-Ddigipoort.bind=127.0.0.1",
                        "-Ddigipoort.pop3.port=" + pop3Port,
                        "-Ddigipoort.smtp.port=" + smtpPort,
                        "org.apache.james.MemoryJamesServerMain")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        StockJames james = new StockJames(home, process, pop3Port, smtpPort, jmxPort, webadminPort);
        james.awaitStart(log);
        return james;
    }

    private void awaitStart(Path log) throws IOException {
        try {
            Awaitility.await()
                    .atMost(START)
                    .failFast("James ended", () -> !process.isAlive())
                    .until(() -> Files.readString(log), text -> text.contains("JAMES server started"));
        } catch (TerminalFailureException | ConditionTimeoutException e) {
            close();
            throw new IllegalStateException("stock James did not start:\n" + Files.readString(log), e);
        }
    }

    /** James's own sample configuration, as an operator has changed it for ports and places of this machine. */
    private static void unpack(Path home, int jmxPort, int webadminPort) throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("digipoort.samples"), "3.8.1", "memory"))) {
            for (Path file : files.toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        replace(conf.resolve("jmx.properties"), "jmx.port=9999", "jmx.port=" + jmxPort);
        replace(conf.resolve("webadmin.properties"), "port=8000", "port=" + webadminPort);
        replace(conf.resolve("logback.xml"), "/logs/", home + "/logs/");
        Path lib = Files.createDirectories(home.resolve("james-server-memory-app.lib"));
        for (String jar : jamesJars()) {
            Files.createSymbolicLink(lib.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
    }

    private static void replace(Path file, String text, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, by));
    }

    /** All that docs/start/drop-in.md asks for, by the command that it names. */
    private static void install(Path home, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-jar",
                Path.of(System.getProperty("digipoort.distribution"), "lib", "digipoort-command-line.jar")
                        .toString(),
                "install",
                "--james",
                home.toString(),
                "--realm",
                "digipoort.local",
                "--host",
                "localhost"));
        command.addAll(List.of(options));
        Path output = home.resolve("install.log");
        Process install = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(install.waitFor()).as(Files.readString(output)).isZero();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> jamesJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    InetSocketAddress pop3() {
        return pop3;
    }

    InetSocketAddress smtp() {
        return smtp;
    }

    /** A request to WebAdmin with its administrator's token. */
    HttpRequest.Builder webadmin(String path) throws IOException {
        String token =
                Files.readString(home.resolve("conf/digipoort-webadmin.tokens")).split("\\s+", -1)[1];
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webadminPort + path))
                .header("Authorization", "Bearer " + token);
    }

    /** The log of logins that the installation added to James's logging. */
    String logins() throws IOException {
        return Files.readString(home.resolve("var/log/digipoort-login.log"));
    }

    /** What James has logged to its console. */
    String log() throws IOException {
        return Files.readString(home.resolve(LOG));
    }

    Path certificate() {
        return home.resolve("conf/tls/certificate.pem");
    }

    JmxConnection jmx() throws IOException {
        List<String> words = List.of(Files.readString(home.resolve("conf/jmxremote.password"))
                .strip()
                .split(" ", -1));
        return new JmxConnection(
                "127.0.0.1", jmxPort, Optional.of(new JmxConnection.AuthCredential(words.get(0), words.get(1))));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
