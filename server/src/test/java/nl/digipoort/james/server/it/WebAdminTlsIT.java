// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.home.TlsCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebAdmin by HTTPS, set up by the steps of docs/operate/operator.md, as curl and testssl.sh see it. */
class WebAdminTlsIT {
    private static final String HOME = "/var/lib/digipoort";

    /** The keystore has one pair, RSA. */
    private static final Set<String> SUITES =
            TlsScan.SUITES.stream().filter(suite -> !suite.contains("_ECDSA_")).collect(Collectors.toSet());

    @TempDir
    private static Path scratch;

    private static Path home;
    private static EmbeddedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        TlsCertificate.ensure(home.resolve("conf/tls"), Clock.systemUTC());
        Steps steps = Steps.read();
        RealClient.in(scratch).run("sh", "-euc", steps.script);
        set("webadmin.properties", steps.webadmin);
        set("jvm.properties", steps.jvm);
        gateway = EmbeddedGateway.start(home);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void answersByHttpsWithTheCertificateOfPop3() throws Exception {
        assertThat(curl(
                                "https",
                                "--cacert",
                                home.resolve("conf/tls/certificate.pem").toString())
                        .good())
                .contains("\"status\":\"healthy\"");
    }

    @Test
    void doesNotAnswerByHttp() throws Exception {
        assertThat(curl("http").exit()).isNotZero();
    }

    @Test
    void offersNothingWeak() throws Exception {
        TlsScan scan = TlsScan.run(scratch, "webadmin", "localhost:" + gateway.webadminPort());

        scan.offersTls12And13Alone();
        scan.offersTheseSuitesAlone(SUITES);
        scan.offersOurGroupsAlone();
        scan.hasNoKnownWeakness();
        assertThat(scan.ofCertificates("cert_keySize")).containsExactly("RSA 3072 bits");
        assertThat(scan.ofCertificates("cert_extKeyUsage")).containsExactly("TLS Web Server Authentication");
    }

    private static RealClient.Ended curl(String scheme, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "--max-time", "60"));
        command.addAll(List.of(options));
        command.add(scheme + "://localhost:" + gateway.webadminPort() + "/healthcheck");
        return RealClient.in(scratch).attempt(command.toArray(String[]::new));
    }

    /** Puts the lines in the place of those with the same keys. */
    private static void set(String file, String lines) throws Exception {
        Path properties = home.resolve("conf").resolve(file);
        List<String> keys = lines.lines()
                .map(line -> line.substring(0, line.indexOf('=') + 1))
                .toList();
        String others = String.join(
                "\n",
                Files.readAllLines(properties).stream()
                        .filter(line -> keys.stream().noneMatch(line::startsWith))
                        .toList());
        Files.writeString(properties, others + "\n" + lines);
    }

    /** What the page tells the operator to do: commands, and lines of two files. */
    private record Steps(String script, String webadmin, String jvm) {
        private static final Pattern CHAPTER = Pattern.compile(
                "## WebAdmin over HTTPS\n.*?```sh\n(.*?)```.*?```properties\n(.*?)```.*?```properties\n(.*?)```",
                Pattern.DOTALL);

        private static Steps read() throws Exception {
            Matcher chapter =
                    CHAPTER.matcher(Files.readString(Distribution.project().resolve("docs/operate/operator.md"))
                            .replace(HOME, home.toString()));
            assertThat(chapter.find()).isTrue();
            return new Steps(chapter.group(1), chapter.group(2), chapter.group(3));
        }
    }
}
