// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that makes what the compose files mount, among the sources. */
class PrepareScriptIT {
    /** As both compose files have it. */
    private static final int JAMES = 10110;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "jpa; 3 or 4 arguments are needed: jpa|distributed HOST DOMAIN [DIRECTORY]",
                "cassandra localhost example.org; the first argument is 'cassandra', not jpa or distributed",
                "jpa localhost exam/ple.org; 'exam/ple.org' is no name of a host or domain",
                "jpa -x example.org; '-x' is no name of a host or domain",
            })
    void refusesWhatItCannotUse(String arguments, String complaint) throws Exception {
        RealClient.Ended ended = prepare(arguments.split(" ", -1));

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.printed().strip()).isEqualTo("prepare: " + complaint);
    }

    @Test
    void leavesKeysPasswordsAndConfigurationAloneTheSecondTime() throws Exception {
        Path folder = scratch.resolve("new/distributed");
        prepare("distributed", "pop3.example.org", "example.org", folder.toString())
                .good();
        Set<String> first = contents(folder);
        Path jar = folder.resolve("extensions-jars/digipoort-james-extension.jar");
        Files.writeString(jar, "an older one");

        prepare("distributed", "other.example.org", "example.org", folder.toString())
                .good();

        assertThat(contents(folder)).isEqualTo(first);
        assertThat(jar)
                .hasSameBinaryContentAs(
                        Distribution.directory().resolve("extensions-jars/digipoort-james-extension.jar"));
    }

    @Test
    void makesATokenForWebAdminAndSaysWhereItIs() throws Exception {
        Path folder = scratch.resolve("jpa");

        String printed = prepare("jpa", "pop3.example.org", "example.org", folder.toString())
                .good();

        Path tokens = folder.resolve("conf/digipoort-webadmin.tokens");
        assertThat(tokens).content().matches("admin [A-Za-z0-9_-]{43}\n");
        assertThat(printed)
                .contains("ask for the token in " + tokens)
                .contains("/docker-compose.yml write " + folder + " for ./deployment/jpa, then: docker compose -f ")
                .doesNotContain(Files.readString(tokens).strip().substring("admin ".length()));
    }

    @Test
    void keepsOthersOut() throws Exception {
        Path folder = scratch.resolve("distributed");

        prepare("distributed", "pop3.example.org", "example.org", folder.toString())
                .good();

        assertThat(mode(folder)).isEqualTo("rwx------");
        for (Path file : files(folder)) {
            // behind the folder; each image reads what is mounted for it as a user of its own
            boolean mountedAlone =
                    file.endsWith("rabbitmq.conf") || file.getParent().endsWith("secrets");
            assertThat(mode(file)).as(file.toString()).matches(mountedAlone ? "r--r--r--" : "rw.------");
        }
    }

    @Test
    void givesJamesItsFilesAndNobodyTheFolder() throws Exception {
        assumeTrue(Files.getAttribute(scratch, "unix:uid").equals(0), "only root gives files away");
        Path folder = scratch.resolve("jpa");

        prepare("jpa", "pop3.example.org", "example.org", folder.toString()).good();

        for (String file : List.of("conf/tls/private.key", "extensions-jars", "postgresql.jar", "var", "var/tmp")) {
            assertThat(Files.getAttribute(folder.resolve(file), "unix:uid"))
                    .as(file)
                    .isEqualTo(JAMES);
            assertThat(Files.getAttribute(folder.resolve(file), "unix:gid"))
                    .as(file)
                    .isEqualTo(JAMES);
        }
        assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(0);
    }

    @Test
    void makesEachPasswordAnew() throws Exception {
        Path folder = scratch.resolve("distributed");

        prepare("distributed", "pop3.example.org", "example.org", folder.toString())
                .good();

        List<String> passwords = new ArrayList<>();
        for (Path file : files(folder.resolve("secrets"))) {
            if (!file.endsWith("s3-credentials")) {
                passwords.add(Files.readString(file));
            }
        }
        assertThat(passwords).hasSize(5).doesNotHaveDuplicates().allMatch(password -> password.matches("[0-9a-f]{48}"));
        assertThat(folder.resolve("rabbitmq.conf"))
                .content()
                .endsWith("default_pass = " + Files.readString(folder.resolve("secrets/rabbitmq-password")) + "\n");
        assertThat(folder.resolve("conf/pop3server.xml"))
                .content()
                .contains("<realm>example.org</realm>", "<hostName>pop3.example.org</hostName>")
                .doesNotContain("<hostName>127.0.0.1<");
        assertThat(folder.resolve("conf/cassandra.properties"))
                .content()
                .contains("cassandra.password=${file:UTF-8:/run/secrets/cassandra-password}\n");
        assertThat(folder.resolve("conf/rabbitmq.properties"))
                .content()
                .contains("management.password=${file:UTF-8:/run/secrets/rabbitmq-password}\n");
    }

    @Test
    void makesAnRsaAndAnEcdsaCertificateForServersOnly() throws Exception {
        Path folder = scratch.resolve("jpa");

        prepare("jpa", "pop3.example.org", "example.org", folder.toString()).good();

        Path tls = folder.resolve("conf/tls");
        List<X509Certificate> made = new ArrayList<>();
        try (InputStream pem = Files.newInputStream(tls.resolve("certificate.pem"))) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                made.add((X509Certificate) one);
            }
        }
        assertThat(made).extracting(one -> one.getPublicKey().getAlgorithm()).containsExactly("RSA", "EC");
        for (X509Certificate one : made) {
            assertThat(one.getBasicConstraints()).as("authority").isNegative();
            assertThat(one.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
            assertThat(one.getSubjectAlternativeNames()).containsExactly(List.of(2, "pop3.example.org"));
            assertThat(Duration.between(
                            one.getNotBefore().toInstant(), one.getNotAfter().toInstant()))
                    .isLessThanOrEqualTo(Duration.ofDays(397));
        }
        assertThat(files(tls)).containsExactlyInAnyOrder(tls.resolve("certificate.pem"), tls.resolve("private.key"));
    }

    private RealClient.Ended prepare(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Distribution.project().resolve("deploy/prepare").toString()));
        command.addAll(List.of(arguments));
        return RealClient.in(scratch).attempt(command.toArray(String[]::new));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Set<String> contents(Path folder) throws IOException {
        Set<String> contents = new HashSet<>();
        for (Path file : files(folder)) {
            if (!file.toString().endsWith(".jar")) {
                contents.add(folder.relativize(file) + ": " + Files.readString(file));
            }
        }
        return contents;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
