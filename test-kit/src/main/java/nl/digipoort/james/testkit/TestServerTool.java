// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;

/** {@code digipoort testserver}: runs a test server until the process is ended, or tells one that runs what to do. */
public final class TestServerTool implements ToolProvider {
    /** The exit code for wrong arguments. */
    private static final int USAGE = 2;

    private static final int POP3_PORT = 1110;
    private static final int HTTP_PORT = 8025;

    private TestServerSettings settings = TestServerSettings.usual().withPort(POP3_PORT);
    private String bind = "127.0.0.1";
    private int httpPort = HTTP_PORT;
    private boolean samples;
    private String url = "http://127.0.0.1:" + HTTP_PORT;
    private final List<Path> certificates = new ArrayList<>();

    @Override
    public String name() {
        return "digipoort-testserver";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        try {
            String command = left.isEmpty() || left.peek().startsWith("-") ? "run" : left.remove();
            switch (command) {
                case "run" -> serve(out, left);
                case "put" -> put(left);
                case "reset" -> reset(left);
                case "samples" -> samples(left);
                case "transcripts" -> transcripts(out, left);
                default ->
                    throw new IllegalArgumentException(
                            "unknown '" + command + "' of testserver: run, put, reset, samples or transcripts");
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("digipoort: " + e.getMessage());
            return USAGE;
        } catch (IllegalStateException | IOException e) {
            err.println("digipoort: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private void serve(PrintWriter out, Deque<String> options) throws IOException, InterruptedException {
        while (!options.isEmpty()) {
            option(options);
        }
        try (TestServer server = TestServer.start(settings);
                HttpControl http = HttpControl.start(server, new InetSocketAddress(bind, httpPort))) {
            if (samples) {
                Samples.putInto(server.account("samples"));
            }
            for (Path certificate : certificates) {
                Files.writeString(certificate, server.certificatePem());
            }
            out.println("digipoort testserver ready pop3=" + bind + ":" + server.port() + " http=" + bind + ":"
                    + http.address().getPort());
            out.flush();
            new CountDownLatch(1).await();
        }
    }

    private void option(Deque<String> options) {
        String option = options.remove();
        switch (option) {
            case "--fault" -> settings = settings.with(HttpControl.fault(value(option, options)));
            case "--pop3-port" -> settings = settings.withPort(number(option, options));
            case "--http-port" -> httpPort = number(option, options);
            case "--bind" -> {
                bind = value(option, options);
                settings = settings.withBind(bind);
            }
            case "--host" ->
                settings = settings.withHosts(List.of(value(option, options).split(",", -1)));
            case "--login-delay" -> settings = settings.withLoginDelay(Duration.ofSeconds(number(option, options)));
            case "--scram" -> settings = settings.withScram();
            case "--certificate" -> certificates.add(Path.of(value(option, options)));
            case "--samples" -> samples = true;
            default -> throw new IllegalArgumentException("unknown option '" + option + "' of testserver");
        }
    }

    private static String value(String option, Deque<String> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("option " + option + " needs a value");
        }
        return options.remove();
    }

    private static int number(String option, Deque<String> options) {
        String value = value(option, options);
        if (!value.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("option " + option + " is '" + value + "', not a number");
        }
        return Integer.parseInt(value);
    }

    private void url(Deque<String> arguments) {
        if (!arguments.isEmpty() && arguments.peek().equals("--http")) {
            String option = arguments.remove();
            url = value(option, arguments);
        }
    }

    private void put(Deque<String> arguments) throws IOException, InterruptedException {
        url(arguments);
        if (arguments.size() < 2) {
            throw new IllegalArgumentException("testserver put needs ACCOUNT FILE...");
        }
        String account = arguments.remove();
        for (String file : arguments) {
            Path path = Path.of(file);
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException(file + " cannot be read");
            }
            send(request(messagesOf(account)).PUT(HttpRequest.BodyPublishers.ofFile(path)));
        }
    }

    private void reset(Deque<String> arguments) throws IOException, InterruptedException {
        url(arguments);
        if (arguments.isEmpty()) {
            send(request("/reset").POST(HttpRequest.BodyPublishers.noBody()));
        }
        for (String account : arguments) {
            send(request(messagesOf(account)).DELETE());
        }
    }

    private void transcripts(PrintWriter out, Deque<String> arguments) throws IOException, InterruptedException {
        url(arguments);
        boolean json = arguments.removeFirstOccurrence("--json");
        if (!arguments.isEmpty()) {
            throw new IllegalArgumentException("unknown option '" + arguments.peek() + "' of testserver transcripts");
        }
        out.print(send(request(json ? "/transcripts.json" : "/transcripts").GET()));
    }

    private static void samples(Deque<String> arguments) throws IOException {
        boolean large = arguments.removeFirstOccurrence("--large");
        if (arguments.size() != 1) {
            throw new IllegalArgumentException("testserver samples needs FOLDER");
        }
        Path folder = Files.createDirectories(Path.of(arguments.remove()));
        for (Map.Entry<String, byte[]> sample : Samples.byName().entrySet()) {
            Files.write(folder.resolve(sample.getKey() + ".eml"), sample.getValue());
        }
        if (large) {
            Files.write(folder.resolve("5-large.eml"), Samples.large());
        }
    }

    private static String messagesOf(String account) {
        return "/accounts/" + URLEncoder.encode(account, UTF_8).replace("+", "%20") + "/messages";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException("no test server answers at " + url, e);
        }
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("the test server says " + answer.statusCode() + ": "
                    + answer.body().strip());
        }
        return answer.body();
    }
}
