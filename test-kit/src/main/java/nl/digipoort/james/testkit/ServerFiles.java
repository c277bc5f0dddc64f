// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration of one test server in a folder that only its owner may read, as James reads it from its home. */
final class ServerFiles implements AutoCloseable {
    private static final int KEY_OCTETS = 32;

    private final Path home;

    private ServerFiles(Path home) {
        this.home = home;
    }

    static ServerFiles write(TestServerSettings settings, ServerIdentity identity) throws IOException {
        return write(Files.createTempDirectory("digipoort-test-server-"), settings, identity);
    }

    /** @param home a folder of the caller, which is removed at the end or at a failure */
    static ServerFiles write(Path home, TestServerSettings settings, ServerIdentity identity) throws IOException {
        ServerFiles files = new ServerFiles(home);
        try {
            files.fill(settings, identity);
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private void fill(TestServerSettings settings, ServerIdentity identity) throws IOException {
        Path folder = Files.createDirectories(home.resolve("conf"));
        Files.writeString(folder.resolve("private.key"), identity.keyPem());
        Files.writeString(folder.resolve("certificate.pem"), identity.certificatePem());
        byte[] key = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        Files.writeString(
                folder.resolve("digipoort-credential.key"), Base64.getEncoder().encodeToString(key) + "\n");
        Files.writeString(folder.resolve("pop3server.xml"), configuration(settings));
    }

    private static String configuration(TestServerSettings settings) throws IOException {
        try (InputStream template = ServerFiles.class.getResourceAsStream("pop3server.xml")) {
            return new String(template.readAllBytes(), UTF_8)
                    .replace("NAME", "digipoort-test-server-" + UUID.randomUUID())
                    .replace("BIND", settings.bind() + ":" + settings.port())
                    .replace("DELAY", Long.toString(settings.loginDelay().toSeconds()))
                    .replace(
                            "PROTOCOLS",
                            settings.faults().contains(Fault.TLS_1_2)
                                    ? "<protocol>TLSv1.2</protocol>"
                                    : "<protocol>TLSv1.2</protocol><protocol>TLSv1.3</protocol>")
                    .replace(
                            "SCRAM",
                            settings.scram()
                                    ? "<mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism>"
                                    : "")
                    .replace("HOSTS", elements(settings.hosts()));
        }
    }

    private static String elements(List<String> hosts) {
        return hosts.stream()
                .filter(host -> !host.contains(":"))
                .map(host -> "<hostName>" + host + "</hostName>")
                .collect(Collectors.joining());
    }

    Path home() {
        return home;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
