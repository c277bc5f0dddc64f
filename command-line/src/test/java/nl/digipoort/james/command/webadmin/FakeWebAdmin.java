// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import nl.digipoort.james.command.line.SuppressForbidden;

/** A WebAdmin that answers what a test tells it to, asks for a token, and remembers what it was asked. */
@SuppressForbidden(reason = "the JDK's small web server, for tests")
public final class FakeWebAdmin implements AutoCloseable {
    public static final String TOKEN = "a-token-of-thirty-two-characters";

    private static final String NO_TOKEN =
            "{\"statusCode\":401,\"type\":\"InvalidArgument\",\"message\":\"No valid token\",\"details\":null}";
    private static final String NO_ROUTE =
            "{\"statusCode\":404,\"type\":\"notFound\",\"message\":\"There is no such route\",\"details\":null}";

    private final HttpServer server;
    private final String scheme;
    private final Map<String, Reply> replies = new HashMap<>();
    private final List<String> requests = new ArrayList<>();

    private record Reply(int status, Supplier<String> body) {}

    private FakeWebAdmin(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    public static FakeWebAdmin start() throws IOException {
        return start(HttpServer.create(loopback(), 0), "http");
    }

    static FakeWebAdmin startWithTls(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static FakeWebAdmin start(HttpServer server, String scheme) {
        FakeWebAdmin fake = new FakeWebAdmin(server, scheme);
        server.createContext("/", fake::answer);
        server.start();
        return fake;
    }

    /** @param request for example {@code GET /digipoort/locks} */
    public FakeWebAdmin on(String request, int status, String body) {
        return on(request, status, () -> body);
    }

    /** @param body is asked for when the request comes */
    public FakeWebAdmin on(String request, int status, Supplier<String> body) {
        replies.put(request, new Reply(status, body));
        return this;
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked and sent, one line each. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(body.isEmpty() ? request : request + " " + body);
        boolean open = request.equals("GET /healthcheck") || request.equals("GET /metrics");
        boolean admitted =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Reply reply = open || admitted
                ? replies.getOrDefault(request, new Reply(404, () -> NO_ROUTE))
                : new Reply(401, () -> NO_TOKEN);
        byte[] octets = reply.body.get().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status, octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            exchange.getResponseBody().write(octets);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
