// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.webadmin.PublicRoutes;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import spark.Request;
import spark.Response;
import spark.Service;
import spark.embeddedserver.EmbeddedServers;
import spark.embeddedserver.jetty.EmbeddedJettyFactory;

/** The guard in front of routes that are not ours, on James's real WebAdmin server. The requests are those of an attacker. */
class WebAdminGuardTest {
    private static final String HOST = "Host: 127.0.0.1:8000";
    private static final String TOKEN = "0123456789abcdefghijABCDEFGHIJ-_";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;

    @TempDir
    private Path directory;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private TestWebAdminServer webAdmin;

    @BeforeEach
    void start() throws IOException {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "anna " + TOKEN + "\n");
        AuthenticationFilter none = new NoAuthenticationFilter();
        SignIn signIn = new SignIn(none, Optional.of(new AccessTokens(new TokenFile(file))));
        WebAdminGuard guard = new WebAdminGuard(signIn, Set.of("metrics.example.org"));
        webAdmin = TestWebAdminServer.start(guard, none, List.of(new Users(), new Public()), new ConsoleRoutes());
    }

    @AfterEach
    void stop() {
        webAdmin.close();
    }

    @Test
    void letsInWhoShowsAToken() throws Exception {
        assertThat(send("DELETE", "/users/bob", HOST, BEARER)).startsWith("HTTP/1.1 200 ");
        assertThat(send("DELETE", "/users/bob", HOST, "authorization: bearer  " + TOKEN))
                .startsWith("HTTP/1.1 200 ");
        assertThat(done).containsExactly("DELETE /users/bob by anna", "DELETE /users/bob by anna");
    }

    @Test
    void tellsWhoShowsNoneWhatIsNeeded() throws Exception {
        String answer = send("GET", "/users", HOST);

        assertThat(answer)
                .startsWith("HTTP/1.1 401 ")
                .contains("\r\nWWW-Authenticate: Bearer\r\n")
                .contains("\r\nContent-Type: application/json")
                .endsWith(
                        "{\"statusCode\":401,\"type\":\"InvalidArgument\",\"message\":\"A token of an administrator is"
                                + " needed: Authorization: Bearer TOKEN (docs/reference/webadmin.md)\",\"details\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer 0123456789abcdefghijABCDEFGHIJ-",
                "Authorization: Bearer 0123456789abcdefghijABCDEFGHIJ-_x",
                "Authorization: Bearer",
                "Authorization: Bearer anna 0123456789abcdefghijABCDEFGHIJ-_",
                "Authorization: Basic 0123456789abcdefghijABCDEFGHIJ-_",
                "Authorization: 0123456789abcdefghijABCDEFGHIJ-_",
                "X-Authorization: Bearer 0123456789abcdefghijABCDEFGHIJ-_",
                "Cookie: login=anna",
            })
    void takesNoOther(String header) throws Exception {
        assertThat(status("GET", "/users", HOST, header)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users",
                "/users/",
                "//users",
                "/users;x",
                "/users;/metrics",
                "/%75sers",
                "/USERS",
                "/metrics/../users",
                "/metrics/%2e%2e/users",
                "/healthcheck/checks/x/../../../users",
                "/healthcheck/checks/%2e%2e/users",
                "/metrics/",
                "//metrics",
                "/metrics;x",
                "/METRICS",
                "/%6detrics",
                "/healthcheck/",
                "/healthcheck/other",
                "/digipoort/console/",
                "/digipoort/console/secret.js",
                "/there/is/none",
                "/",
                "http://127.0.0.1:8000/users",
            })
    void opensNoOtherSpellingOfAPath(String path) throws Exception {
        for (String method : List.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "BREW")) {
            assertThat(status(method, path, HOST)).as(method).isEqualTo(401);
        }
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthcheck",
                "/healthcheck/checks",
                "/healthcheck/checks/Digipoort%20maildrops",
                "/metrics",
                "/digipoort/console",
                "/digipoort/console/api.js"
            })
    void leavesOpenWhatTellsNothingToReadersAlone(String path) throws Exception {
        assertThat(status("GET", path, HOST)).isEqualTo(200);
        assertThat(status("HEAD", path, HOST)).isEqualTo(200);
        assertThat(status("GET", path, HOST, "Authorization: Basic c29tZTpib2R5"))
                .isEqualTo(200);
        for (String method : List.of("PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            assertThat(status(method, path, HOST)).as(method).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /metrics", "OPTIONS, /users/bob", "POST, /users/bob"})
    void takesNoMethodFromAHeader(String method, String path) throws Exception {
        assertThat(status(method, path, HOST, BEARER, "X-HTTP-Method-Override: DELETE"))
                .isEqualTo(400);
        assertThat(status(method, path, HOST, "x-http-method-override: GET")).isEqualTo(400);
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
    void refusesToChangeAnythingForAPageOfOthersTokenOrNot(String header) throws Exception {
        assertThat(status("POST", "/users/bob", HOST, header)).isEqualTo(403);
        assertThat(status("POST", "/users/bob", HOST, header, BEARER)).isEqualTo(403);
        assertThat(status("POST", "/users/bob", HOST, header, BEARER, "Content-Type: text/plain"))
                .isEqualTo(403);
        assertThat(done).isEmpty();
    }

    @Test
    void isReadByNamesInTheDnsOnlyWithATokenOrWhereTheyAreListed() throws Exception {
        for (String path : List.of("/metrics", "/healthcheck", "/digipoort/console", "/users", "/none")) {
            assertThat(status("GET", path, "Host: evil.example:8000")).as(path).isEqualTo(403);
        }
        assertThat(status("GET", "/users", "Host: evil.example:8000", BEARER)).isEqualTo(200);
        assertThat(status("GET", "/metrics", "Host: METRICS.example.org:8000")).isEqualTo(200);
        assertThat(status("GET", "/users", "Host: metrics.example.org")).isEqualTo(401);
    }

    /** Jetty passes a request on when the first octet of its body has arrived. */
    @Test
    void takesNoBodyWithoutALengthAndNoneThatIsTooLong() throws Exception {
        String head = "POST /users/bob HTTP/1.1\r\n" + HOST + "\r\n" + BEARER + "\r\nConnection: close\r\n";

        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 411 ");
        assertThat(raw(head + "Content-Length: 1048577\r\n\r\na")).startsWith("HTTP/1.1 413 ");
        assertThat(raw(head + "Content-Length: 99999999999\r\n\r\na")).startsWith("HTTP/1.1 413 ");
        assertThat(done).isEmpty();
        assertThat(raw(head + "Content-Length: 1048576\r\n\r\n" + "a".repeat(1 << 20)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(head + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** Only the distributed James has the route. */
    @Test
    void takesAWholeMessageWhereJamesDoes() throws Exception {
        String head = "POST /mail-transfer-service HTTP/1.1\r\n" + HOST + "\r\n" + BEARER + "\r\nConnection: close\r\n";

        assertThat(raw(head + "Content-Length: 2097152\r\n\r\n" + "a".repeat(2 << 20)))
                .startsWith("HTTP/1.1 404 ");
        assertThat(raw(head + "Content-Length: 52428801\r\n\r\na")).startsWith("HTTP/1.1 413 ");
    }

    /** A later check would be too late: James's own filters read the body into memory. */
    @Test
    void readsNothingOfARequestThatItRefuses() throws Exception {
        String answer = raw("POST /users/bob HTTP/1.1\r\n" + HOST
                + "\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\nonly the beginning");

        assertThat(answer).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void letsNobodyInBeforeAllRoutesAreThere() throws Exception {
        try (TestWebAdminServer early = TestWebAdminServer.start(
                new NoAuthenticationFilter(), List.of(new Users(), new Public()), this::asksDuringItsDefinition)) {
            assertThat(done).containsExactly("503");
            assertThat(RawRequest.status(new RawRequest(early.port()).send("GET", "/users", HOST)))
                    .isEqualTo(200);
        }
    }

    private void asksDuringItsDefinition(Service service) {
        service.get("/last", (request, response) -> "");
        service.awaitInitialization();
        try {
            done.add(Integer.toString(
                    RawRequest.status(new RawRequest(service.port()).send("DELETE", "/users/bob", HOST))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** James 3.9 names a server of its own when ours is known. */
    @Test
    void standsBeforeAServerOfAnotherName() throws Exception {
        EmbeddedServers.add("of James 3.9", new EmbeddedJettyFactory());
        Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
        service.embeddedServerIdentifier("of James 3.9");
        try {
            service.get("/users", (request, response) -> "done");
            service.awaitInitialization();

            RawRequest request = new RawRequest(service.port());
            assertThat(RawRequest.status(request.send("GET", "/users", HOST))).isEqualTo(401);
            assertThat(RawRequest.status(request.send("GET", "/users", HOST, BEARER)))
                    .isEqualTo(200);
        } finally {
            service.stop();
            service.awaitStop();
        }
    }

    @Test
    void isMissedByARequestThatDidNotPassIt() throws Exception {
        Field factories = EmbeddedServers.class.getDeclaredField("factories");
        factories.setAccessible(true);
        factories.set(null, new HashMap<>());
        Service unguarded = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            unguarded.before(WebAdminGuard::requirePassed);
            unguarded.get("/users", (request, response) -> "done");
            unguarded.awaitInitialization();

            assertThat(RawRequest.status(new RawRequest(unguarded.port()).send("GET", "/users", HOST)))
                    .isEqualTo(500);
        } finally {
            unguarded.stop();
            unguarded.awaitStop();
        }
    }

    private int status(String method, String path, String... headers) throws IOException {
        return RawRequest.status(send(method, path, headers));
    }

    private String send(String method, String path, String... headers) throws IOException {
        return new RawRequest(webAdmin.port()).send(method, path, headers);
    }

    private String raw(String request) throws IOException {
        return new RawRequest(webAdmin.port()).sendRaw(request);
    }

    /** Records who did what. */
    private final class Users implements Routes {
        @Override
        public String getBasePath() {
            return "/users";
        }

        @Override
        public void define(Service service) {
            service.get("/users", this::note);
            service.options("/users", this::note);
            service.post("/users/:name", this::note);
            service.delete("/users/:name", this::note);
        }

        private String note(Request request, Response response) {
            done.add(request.requestMethod() + " " + request.pathInfo() + " by "
                    + request.attribute(AuthenticationFilter.LOGIN));
            return "done";
        }
    }

    /** Like James's health checks, for which James asks no token. */
    private static final class Public implements PublicRoutes {
        @Override
        public String getBasePath() {
            return "";
        }

        @Override
        public void define(Service service) {
            for (String path :
                    List.of("/metrics", "/healthcheck", "/healthcheck/checks", "/healthcheck/checks/:name")) {
                service.get(path, (request, response) -> "done");
            }
        }
    }
}
