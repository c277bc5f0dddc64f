// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.server.home.TlsCertificate;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * The in-memory James of the Apache project, in its own process with only its own jars, on a directory prepared as docs/start/drop-in.md
 * tells an operator to.
 */
final class StockJames implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

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

    /** Starts James with the complete overlay. */
    static StockJames start(Path home) throws Exception {
        prepare(home);
        return run(home);
    }

    /** Starts James with its own SMTP server instead of ours, so that mail comes through the queue and the mailets. */
    static StockJames startWithItsOwnSmtp(Path home) throws Exception {
        prepare(home);
        try (InputStream smtpserver = StockJames.class.getResourceAsStream("/smtpserver-of-james.xml")) {
            Files.copy(smtpserver, home.resolve("conf/smtpserver.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
        return run(home);
    }

    private static StockJames run(Path home) throws IOException {
        int pop3Port = freePort();
        int smtpPort = freePort();
        int jmxPort = freePort();
        int webadminPort = freePort();
        Path log = home.resolve("stdout.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jamesClassPath(),
                        "-Dworking.directory=" + home + "/",
                        "-Dextra.props=" + home.resolve("conf/jvm.properties"),
                        "-Dlogback.configurationFile=" + home.resolve("conf/logback.xml"),
                        "-Ddigipoort.bind=127.0.0.1",
                        "-Ddigipoort.pop3.port=" + pop3Port,
                        "-Ddigipoort.smtp.port=" + smtpPort,
                        "-Ddigipoort.jmx.port=" + jmxPort,
                        "-Ddigipoort.webadmin.port=" + webadminPort,
                        // James's database, where the overlay usually keeps its repositories, is missing here
                        "-Ddigipoort.repositories=memory",
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

    /** Installs the jar, the overlay, a certificate and the key, as listed in docs/start/drop-in.md. */
    private static void prepare(Path home) throws Exception {
        Path distribution = Path.of(System.getProperty("digipoort.distribution"));
        Path conf = home.resolve("conf");
        Files.createDirectories(conf);
        Files.createDirectories(home.resolve("extensions-jars"));
        Files.createDirectories(home.resolve("var"));
        Files.copy(
                distribution.resolve("extensions-jars/digipoort-james-extension.jar"),
                home.resolve("extensions-jars/digipoort-james-extension.jar"));
        try (Stream<Path> files = Files.list(distribution.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName().toString()));
            }
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.writeString(
                conf.resolve("digipoort-credential.key"), Base64.getEncoder().encodeToString(key) + "\n");
        new SecureRandom().nextBytes(key);
        Files.writeString(
                conf.resolve("digipoort-audit.key"), Base64.getEncoder().encodeToString(key) + "\n");
        TlsCertificate.ensure(conf.resolve("tls"), Clock.systemUTC());
    }

    private static String jamesClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
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
        process.destroyForcibly();
    }
}
