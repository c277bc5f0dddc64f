// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a test in any language does to a test server beside POP3 (docs/clients/test-kit.md). Nobody is asked for a password, because nothing
 * here is worth one; a page of a browser is refused.
 */
final class HttpControl implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpControl.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int LONGEST_MESSAGE = 128 * 1024 * 1024;
    private static final int THREADS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServer server;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "digipoort-test-server-http");
        thread.setDaemon(true);
        return thread;
    });

    private HttpControl(TestServer server, HttpServer http) {
        this.server = server;
        this.http = http;
    }

    /** @param address with port 0 for any free port */
    static HttpControl start(TestServer server, InetSocketAddress address) throws IOException {
        HttpControl control = new HttpControl(server, HttpServer.create(address, 0));
        control.http.setExecutor(control.threads);
        control.http.createContext("/", control::handle);
        control.http.start();
        return control;
    }

    InetSocketAddress address() {
        return http.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = exchange.getRequestHeaders().containsKey("Origin")
                        ? new Answer(403, TEXT, "not for pages of a browser\n")
                        : answer(exchange);
            } catch (IllegalArgumentException e) {
                answer = new Answer(400, TEXT, e.getMessage() + "\n");
            } catch (RuntimeException e) {
                LOGGER.warn("{} fails", exchange.getRequestURI(), e);
                answer = new Answer(
                        500,
                        TEXT,
                        "this fails: " + e.toString().lines().findFirst().orElseThrow() + "\n");
            }
            byte[] body = answer.body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String[] parts = exchange.getRequestURI().getRawPath().split("/", -1);
        return switch (request) {
            case "GET /" -> json(Map.of("pop3Port", server.port(), "accounts", server.accounts()));
            case "GET /certificate.pem" -> new Answer(200, TEXT, server.certificatePem());
            case "GET /transcripts" -> new Answer(200, TEXT, server.transcript());
            case "GET /transcripts.json" ->
                json(server.transcripts().stream().map(HttpControl::fields).toList());
            case "POST /reset" -> done(server::reset);
            default ->
                parts.length > 3 && parts[1].equals("accounts")
                        ? ofAccount(exchange, parts)
                        : new Answer(404, TEXT, "there is no " + request + "\n");
        };
    }

    private Answer ofAccount(HttpExchange exchange, String[] parts) throws IOException {
        // in a path a plus is a plus
        String name = URLDecoder.decode(parts[2].replace("+", "%2B"), UTF_8);
        String request = exchange.getRequestMethod() + " " + parts[3] + (parts.length == 5 ? "/" : "");
        return switch (request) {
            case "PUT messages", "POST messages" -> {
                server.account(name).put(body(exchange));
                yield Answer.DONE;
            }
            case "DELETE messages" -> ofExisting(name, account -> done(account::clear));
            case "GET messages" ->
                ofExisting(
                        name,
                        account -> json(account.messages().stream()
                                .map(octets -> octets.length)
                                .toList()));
            case "PUT faults/" -> {
                Fault fault = fault(parts[4]);
                yield done(() -> server.account(name).fault(fault));
            }
            case "DELETE faults" -> ofExisting(name, account -> done(account::mend));
            default -> new Answer(404, TEXT, "there is no " + request + " of an account\n");
        };
    }

    private Answer ofExisting(String name, Function<Account, Answer> work) {
        return server.find(name).map(work).orElseGet(() -> new Answer(404, TEXT, "there is no account " + name + "\n"));
    }

    private static Answer done(Runnable work) {
        work.run();
        return Answer.DONE;
    }

    static Fault fault(String label) {
        return Fault.of(label)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no fault '" + label + "': " + Fault.labels()));
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] octets = exchange.getRequestBody().readNBytes(LONGEST_MESSAGE + 1);
        if (octets.length > LONGEST_MESSAGE) {
            throw new IllegalArgumentException("a message has at most " + LONGEST_MESSAGE + " octets");
        }
        return octets;
    }

    private static Map<String, Object> fields(Transcript transcript) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("session", transcript.number());
        fields.put("client", transcript.client());
        fields.put("begun", transcript.begun().toString());
        fields.put("ended", transcript.ended().map(Object::toString).orElse(null));
        fields.put("lines", transcript.lines().stream().map(HttpControl::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Transcript.Line line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", line.time().toString());
        fields.put("speaker", line.speaker().name().toLowerCase(Locale.ROOT));
        fields.put("text", line.text());
        return fields;
    }

    private static Answer json(Object value) {
        return new Answer(200, "application/json", JSON.valueToTree(value) + "\n");
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private record Answer(int status, String type, String body) {
        private static final Answer DONE = new Answer(204, TEXT, "");
    }
}
