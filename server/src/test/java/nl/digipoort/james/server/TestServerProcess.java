// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code digipoort testserver} as a process, on free ports. */
public final class TestServerProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("digipoort testserver ready pop3=127\\.0\\.0\\.1:([0-9]+) http=(127\\.0\\.0\\.1:[0-9]+)");

    private final Process process;
    private final Path certificate;
    private final int port;
    private final String http;

    private TestServerProcess(Process process, Path certificate, Matcher ready) {
        this.process = process;
        this.certificate = certificate;
        this.port = Integer.parseInt(ready.group(1));
        this.http = "http://" + ready.group(2);
    }

    /** @param scratch where it writes what a client trusts */
    public static TestServerProcess start(Path scratch, String... options) throws IOException {
        Path certificate = scratch.resolve("test-server.pem");
        List<String> arguments = new ArrayList<>(
                List.of("testserver", "--pop3-port", "0", "--http-port", "0", "--certificate", certificate.toString()));
        arguments.addAll(List.of(options));
        Process process = Distribution.command(arguments.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        Matcher ready = READY.matcher(String.valueOf(said.readLine()));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IOException("the test server does not start");
        }
        return new TestServerProcess(process, certificate, ready);
    }

    public int port() {
        return port;
    }

    /** A file in PEM. */
    public Path certificate() {
        return certificate;
    }

    public String http() {
        return http;
    }

    /** Sends a request without a body, and returns the body of the answer. */
    public String request(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
