// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.testing.OpenApi;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.WebAdminServer;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.routes.UserCreationRequestLogger;

/** James's WebAdmin on a port of its own, with the routes of a test. Each of its answers must be as docs/reference/openapi.yaml says. */
final class TestWebAdminServer implements AutoCloseable {
    private static final OpenApi DESCRIPTION = description();

    private final WebAdminServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestWebAdminServer(WebAdminServer server) {
        this.server = server;
    }

    private static OpenApi description() {
        try {
            return OpenApi.read(Path.of("..", "docs", "reference", "openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that asks for a token only if James does. */
    static TestWebAdminServer start(AuthenticationFilter authentication, RoutePart... parts) {
        return start(authentication, List.of(), parts);
    }

    /** @param others routes that are not ours */
    static TestWebAdminServer start(AuthenticationFilter authentication, List<Routes> others, RoutePart... parts) {
        WebAdminGuard guard = new WebAdminGuard(new SignIn(authentication, Optional.empty()), Set.of());
        return start(guard, authentication, others, parts);
    }

    static TestWebAdminServer start(
            WebAdminGuard guard, AuthenticationFilter authentication, List<Routes> others, RoutePart... parts) {
        List<Routes> routes = new ArrayList<>(others);
        routes.add(new DigipoortRoutes(guard, List.of(parts)));
        WebAdminServer server = new Server(routes, authentication);
        server.start();
        return new TestWebAdminServer(server);
    }

    int port() {
        return server.getPort().getValue();
    }

    /** @param headers names and values in turn */
    HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(DESCRIPTION.answerProblems(method, response.uri().getPath(), response.statusCode(), response.body()))
                .as("%s %s: %s", method, path, response.body())
                .isEmpty();
        return response;
    }

    /** Without a body. */
    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    @Override
    public void close() {
        server.destroy();
    }

    private static final class Server extends WebAdminServer {
        Server(List<Routes> routes, AuthenticationFilter authentication) {
            super(
                    WebAdminConfiguration.TEST_CONFIGURATION,
                    routes,
                    authentication,
                    new RecordingMetricFactory(),
                    new LoggingRequestFilter(Set.of(new UserCreationRequestLogger())));
        }
    }
}
