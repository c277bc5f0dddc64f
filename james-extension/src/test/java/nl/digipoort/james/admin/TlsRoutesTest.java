// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.testing.RecordedGauges;
import nl.digipoort.james.testing.TestCertificate;
import nl.digipoort.james.testing.TestClock;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TestServerTls;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What an operator sees of the certificates: by the real WebAdmin server of James over HTTP, health check and gauge. */
class TlsRoutesTest {
    private static final String PATH = "/digipoort/tls";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final RecordedGauges gauges = new RecordedGauges();
    private final TestAudit records = new TestAudit();
    private ServerTls tls;
    private TlsHealthCheck check;
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        write("first");
        tls = TestServerTls.in(directory, gauges, clock);
        check = new TlsHealthCheck(tls, clock);
        webAdmin = TestWebAdminServer.start(
                new NoAuthenticationFilter(),
                new TlsRoutes(tls, new AdministrationAudit(records.trail()), clock, new JsonTransformer(Set.of())));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsWhatIsServed() throws Exception {
        tls.start();

        HttpResponse<String> response = webAdmin.send("GET", PATH);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .matches(
                        "\\{\"provider\":\"native\",\"providerReason\":\"netty-tcnative is on the class path and fits this"
                                + " machine\",\"certificates\":\\[\\{\"subject\":\"CN=first\",\"issuer\":\"CN=first\","
                                + "\"keyAlgorithm\":\"RSA 2048\",\"notBefore\":\"1970-01-01T00:16:40Z\","
                                + "\"notAfter\":\"1970-04-01T00:16:40Z\",\"daysLeft\":90,\"sha256\":\"[0-9a-f]{64}\"\\}\\],"
                                + "\"loadedAt\":\"1970-01-01T00:16:40Z\",\"lookedAt\":\"1970-01-01T00:16:40Z\",\"problem\":null\\}");
    }

    @Test
    void readsTheFilesAgainWhenAskedTo() throws Exception {
        tls.start();
        write("second");

        HttpResponse<String> response = webAdmin.send("POST", PATH + "/reload");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"subject\":\"CN=second\"");
        assertThat(records.records("act", "outcome")).containsExactly("reload-tls", "reload-tls done");
    }

    @Test
    void saysWhyWhatIsInTheFilesIsNotServed() throws Exception {
        tls.start();
        Files.writeString(directory.resolve("rsa.pem"), "nothing");

        HttpResponse<String> response = webAdmin.send("POST", PATH + "/reload");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .contains("\"type\":\"WrongState\"", "digipoort.tls.certificates: rsa.pem: has no certificate in PEM");
        assertThat(webAdmin.send("GET", PATH).body())
                .contains(
                        "\"subject\":\"CN=first\"",
                        "\"problem\":\"pop3server.xml: digipoort.tls.certificates: rsa.pem:");
        assertThat(look().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(records.records("act", "outcome")).containsExactly("reload-tls", "reload-tls failed");
    }

    @Test
    void hasNothingToShowBeforeTheServerHasStarted() throws Exception {
        assertThat(webAdmin.send("GET", PATH).statusCode()).isEqualTo(409);
        assertThat(webAdmin.send("POST", PATH + "/reload").statusCode()).isEqualTo(409);
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void tellsOfACertificateThatExpiresSoonAndOfOneThatHas() {
        tls.start();
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        clock.move(Duration.ofDays(76));
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(days()).isEqualTo(14L);

        clock.move(Duration.ofSeconds(1));
        assertThat(look().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(look().getCause()).contains("The certificate CN=first expires in 13 days, at 1970-04-01T00:16:40Z");
        assertThat(days()).isEqualTo(13L);

        clock.move(Duration.ofDays(14));
        assertThat(look().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(look().getCause()).contains("The certificate CN=first has expired at 1970-04-01T00:16:40Z");
        assertThat(days()).isEqualTo(-1L);
    }

    private Result look() {
        return Mono.from(check.check()).block();
    }

    private Object days() {
        return gauges.value("digipoort-tls-certificate-days");
    }

    private void write(String name) {
        TestCertificate.rsa(name, clock.instant()).write(directory.resolve("rsa.key"), directory.resolve("rsa.pem"));
    }
}
