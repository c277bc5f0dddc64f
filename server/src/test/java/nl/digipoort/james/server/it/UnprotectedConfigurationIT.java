// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.EmbeddedGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose configuration no longer protects runs, but says so: in its health, on standard error and in its log. */
class UnprotectedConfigurationIT {
    private static final String CHECK = "/healthcheck/checks/Digipoort%20configuration";
    private static final String OURS = "class=\"nl.digipoort.james.delivery.DeliverToMaildrop\"";
    private static final String COMPLAINT =
            "mailetcontainer.xml: the mailet LocalDelivery puts mail into a maildrop while a session has it; replace it by ";

    @TempDir
    private Path scratch;

    @Test
    void namesTheLineToChangeAndIsContentWhenItIsChanged() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        ChangedConfiguration.change(home, "mailetcontainer.xml", OURS, "class=\"LocalDelivery\"");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            HttpResponse<String> health = gateway.webAdmin().send("GET", CHECK, "");

            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"status\":\"unhealthy\"", COMPLAINT + OURS.replace("\"", "\\\""));
            assertThat(gateway.webAdmin().get("/healthcheck/checks/Digipoort%20maildrops"))
                    .contains("\"status\":\"healthy\"");
            assertThat(scratch.resolve("home.stderr")).content().contains(COMPLAINT + OURS);
            assertThat(home.resolve("var/log/digipoort.log")).content().containsPattern("WARN .*" + COMPLAINT + OURS);
        }

        ChangedConfiguration.change(home, "mailetcontainer.xml", "class=\"LocalDelivery\"", OURS);
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            assertThat(gateway.webAdmin().get(CHECK)).contains("\"status\":\"healthy\"");
            assertThat(Files.readString(scratch.resolve("home.stderr"))).doesNotContain("mailetcontainer.xml");
        }
    }
}
