// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.clock.ClockWatch;
import nl.digipoort.james.clock.TestClocks;
import nl.digipoort.james.testing.TestClock;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ClockRoutesTest {
    private static final String PATH = "/digipoort/clock";
    private static final String TRUSTED =
            "{\"trusted\":true,\"now\":\"1970-01-01T01:16:40Z\",\"expected\":null,\"bySeconds\":0}";

    private final TestClock clock = new TestClock();
    private final ClockWatch watch = TestClocks.watching(clock);
    private final ClockHealthCheck check = new ClockHealthCheck(watch);
    private final TestAudit records = new TestAudit();
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        webAdmin = TestWebAdminServer.start(
                new NoAuthenticationFilter(),
                new ClockRoutes(watch, new AdministrationAudit(records.trail()), new JsonTransformer(Set.of())));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void showsAClockThatSteppedUntilItIsConfirmed() throws Exception {
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        clock.step(Duration.ofHours(1));

        assertThat(webAdmin.send("GET", PATH).body())
                .isEqualTo("{\"trusted\":false,\"now\":\"1970-01-01T01:16:40Z\",\"expected\":\"1970-01-01T00:16:40Z\","
                        + "\"bySeconds\":3600}");
        assertThat(look().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(look().getCause().orElseThrow())
                .startsWith("The clock says 1970-01-01T01:16:40Z where 1970-01-01T00:16:40Z was expected");

        HttpResponse<String> response = webAdmin.send("POST", PATH + "/confirm");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(TRUSTED);
        assertThat(webAdmin.send("GET", PATH).body()).isEqualTo(TRUSTED);
        assertThat(look().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(records.records("act", "outcome")).containsExactly("confirm-clock", "confirm-clock done");
    }

    @Test
    void confirmsNothingUnrecorded() throws Exception {
        clock.step(Duration.ofHours(1));
        records.breakDown(true);

        assertThat(webAdmin.send("POST", PATH + "/confirm").statusCode()).isEqualTo(500);

        assertThat(watch.step()).isPresent();
    }

    private Result look() {
        return Mono.from(check.check()).block();
    }
}
