// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.TestUsers;
import nl.digipoort.james.testing.AuditSchema;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.routes.UserRoutes;
import org.apache.james.webadmin.service.UserService;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spark.Service;

/** The records of James's own routes, by James's real WebAdmin server. */
class WebAdminAuditTest {
    private static final String USER = "/users/alice@example.org";
    private static final String PASSWORD = "{\"password\":\"zeer-geheim\"}";

    private final UsersRepository users = TestUsers.inMemory();
    private final TestAudit trail = new TestAudit();
    private final List<String> done = new ArrayList<>();
    private TestTokens tokens;
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws Exception {
        tokens = TestTokens.create();
        webAdmin = TestWebAdminServer.start(
                tokens.filter(),
                List.of(new UserRoutes(new UserService(users), null, new JsonTransformer(Set.of()), null), new Other()),
                new WebAdminAudit(new AdministrationAudit(trail.trail())));
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void tellsWhoDidWhatToWhomBeforeAndAfter() throws Exception {
        assertThat(send("PUT", USER + "?force", PASSWORD).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/users/Bob%40Example.org", "").statusCode()).isEqualTo(204);

        assertThat(trail.records("event", "method", "path", "user", "administrator", "address", "outcome"))
                .containsExactly(
                        "administration-begun PUT " + USER + " alice@example.org operator 127.0.0.1",
                        "administration-ended PUT " + USER + " alice@example.org operator 127.0.0.1 done",
                        "administration-begun DELETE /users/Bob%40Example.org bob@example.org operator 127.0.0.1",
                        "administration-ended DELETE /users/Bob%40Example.org bob@example.org operator 127.0.0.1 done");
        assertThat(trail.lines()).allMatch(line -> line.contains("\"act\":\"webadmin\""));
        assertThat(trail.lines()).noneMatch(line -> line.contains("geheim") || line.contains("force"));
    }

    @Test
    void tellsWhatFailed() throws Exception {
        assertThat(send("PUT", USER, "{}").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", "/there/is/none", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/other/throws", "").statusCode()).isEqualTo(500);

        assertThat(trail.records("event", "path", "outcome"))
                .containsExactly(
                        "administration-begun " + USER,
                        "administration-ended " + USER + " failed",
                        "administration-begun /there/is/none",
                        "administration-ended /there/is/none failed",
                        "administration-begun /other/throws",
                        "administration-ended /other/throws failed");
    }

    @Test
    void namesTheUserBelowWhomSomethingChanges() throws Exception {
        send("POST", USER + "/rename/mal@example.org?action=rename", "");

        assertThat(trail.records("path", "user")).first().isEqualTo(USER + "/rename/mal@example.org alice@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void leavesOutWhatOnlyReads(String method) throws Exception {
        send(method, USER, "");

        assertThat(trail.lines()).isEmpty();
    }

    @Test
    void leavesOutWhatTheGuardRefuses() throws Exception {
        assertThat(webAdmin.send("DELETE", USER).statusCode()).isEqualTo(401);

        assertThat(trail.lines()).isEmpty();
    }

    @Test
    void leavesOurRoutesTheirOwnRecords() throws Exception {
        send("POST", "/digipoort/ours", "");

        assertThat(done).containsExactly("/digipoort/ours");
        assertThat(trail.lines()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeRecorded() throws Exception {
        trail.breakDown(true);

        HttpResponse<String> response = send("PUT", USER, PASSWORD);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("The audit trail cannot be written, so nothing was done");
        assertThat(users.contains(Username.of("alice@example.org"))).isFalse();
    }

    @Test
    void keepsALongPathAndWhatIsNoTextWithinTheField() throws Exception {
        send("POST", "/other/%0a%22" + "x".repeat(400), "");

        assertThat(trail.records("path")).first().asString().hasSize(255).startsWith("/other/%0a%22xxx");
    }

    @Test
    void writesRecordsThatTheSchemaKnows() throws Exception {
        send("PUT", USER, PASSWORD);

        AuditSchema schema = AuditSchema.read(Path.of("..", "docs", "reference/audit.schema.json"));
        for (String line : trail.lines()) {
            assertThat(schema.problems(line)).as(line).isEmpty();
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return webAdmin.send(method, path, BodyPublishers.ofString(body), tokens.bearer(true));
    }

    /** Routes of another extension. */
    private final class Other implements Routes {
        @Override
        public String getBasePath() {
            return "/other";
        }

        @Override
        public void define(Service service) {
            service.post("/other/throws", (request, response) -> {
                throw new IllegalStateException("on purpose");
            });
            service.post("/digipoort/ours", (request, response) -> done.add(request.uri()));
        }
    }
}
