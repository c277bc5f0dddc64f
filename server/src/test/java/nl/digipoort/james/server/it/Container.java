// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digipoort.james.server.WebAdminClient;
import nl.digipoort.james.server.home.JmxCredentials;
import org.apache.james.cli.probe.impl.JmxConnection;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A James that is started like the one in stock James's container, with the same options and the same files. Instead of published ports it
 * has free ones on loopback.
 */
final class Container implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final String DRIVER = "postgresql-";

    private final ContainerFiles files;
    private final Process process;
    private final Path log;
    private final InetSocketAddress pop3;
    private final InetSocketAddress smtp;
    private final int webadminPort;
    private final int jmxPort;

    private Container(ContainerFiles files, Process process, Path log, List<Integer> ports) {
        this.files = files;
        this.process = process;
        this.log = log;
        this.pop3 = new InetSocketAddress("localhost", ports.get(0));
        this.smtp = new InetSocketAddress("localhost", ports.get(1));
        this.webadminPort = ports.get(2);
        this.jmxPort = ports.get(3);
    }

    /**
     * @param libraries James's jars; database drivers come from the container's {@code /root/libs}, as in the image
     * @param options JVM options, which override those of the compose file
     */
    static Container start(ContainerFiles files, Path libraries, Map<String, String> environment, String... options)
            throws IOException, URISyntaxException {
        List<Integer> ports = List.of(freePort(), freePort(), freePort(), freePort());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath(files, libraries), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        // set by the image
        command.add("-Dworking.directory=" + files.at("/root") + "/");
        command.add("-Dextra.props=" + files.at("/root/conf/jvm.properties"));
        command.add("-Dlogback.configurationFile=" + files.at("/root/conf/logback.xml"));
        command.add("-Djdk.tls.ephemeralDHKeySize=2048");
        command.add("-Djava.io.tmpdir=" + files.at("/root/var/tmp"));
        // set by Docker's network
        command.addAll(List.of("-Ddigipoort.bind=127.0.0.1", "-Ddigipoort.webadmin.host=127.0.0.1"));
        command.add("-Ddigipoort.pop3.port=" + ports.get(0));
        command.add("-Ddigipoort.smtp.port=" + ports.get(1));
        command.add("-Ddigipoort.webadmin.port=" + ports.get(2));
        command.add("-Ddigipoort.jmx.port=" + ports.get(3));
        command.addAll(List.of(options));
        command.add(ContainerMain.class.getName());
        Path log = files.at("/container.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(files.at("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", files.javaOptions());
        builder.environment().putAll(environment);
        Container container = new Container(files, builder.start(), log, ports);
        container.awaitStart();
        return container;
    }

    private static String classPath(ContainerFiles files, Path libraries) throws IOException, URISyntaxException {
        List<String> classPath = new ArrayList<>();
        classPath.add(Path.of(ContainerMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString());
        try (Stream<Path> jars = Files.list(libraries)) {
            jars.filter(jar -> !jar.getFileName().toString().startsWith(DRIVER))
                    .map(Path::toString)
                    .sorted()
                    .forEach(classPath::add);
        }
        classPath.add(files.at("/root/libs") + "/*");
        return String.join(File.pathSeparator, classPath);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() throws IOException {
        try {
            await().atMost(START)
                    .failFast("James ended", () -> !process.isAlive())
                    .until(() -> Files.readString(log), text -> text.contains("JAMES server started"));
        } catch (TerminalFailureException | ConditionTimeoutException e) {
            close();
            throw new IllegalStateException("James did not start:\n" + Files.readString(log), e);
        }
    }

    InetSocketAddress pop3() {
        return pop3;
    }

    InetSocketAddress smtp() {
        return smtp;
    }

    WebAdminClient webAdmin() {
        return new WebAdminClient(files.at("/root/conf"), webadminPort);
    }

    JmxConnection jmx() throws IOException {
        JmxCredentials credentials = JmxCredentials.read(files.at("/root/conf"));
        return new JmxConnection(
                "127.0.0.1",
                jmxPort,
                Optional.of(new JmxConnection.AuthCredential(credentials.user(), credentials.password())));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
