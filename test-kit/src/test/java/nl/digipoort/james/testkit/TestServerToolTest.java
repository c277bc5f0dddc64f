// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line and HTTP, on one server. */
class TestServerToolTest {
    private static final Pattern READY =
            Pattern.compile("digipoort testserver ready pop3=127\\.0\\.0\\.1:[0-9]+ http=(127\\.0\\.0\\.1:[0-9]+)");

    @TempDir
    private static Path scratch;

    private static Thread running;
    private static String http;

    @BeforeAll
    static void start() throws Exception {
        PipedReader said = new PipedReader();
        PrintWriter out = new PrintWriter(new PipedWriter(said), true);
        running = new Thread(() -> new TestServerTool()
                .run(
                        out,
                        out,
                        "--pop3-port",
                        "0",
                        "--http-port",
                        "0",
                        "--samples",
                        "--certificate",
                        scratch.resolve("authority.pem").toString()));
        running.start();
        Matcher ready = READY.matcher(new BufferedReader(said).readLine());
        assertThat(ready.matches()).isTrue();
        http = "http://" + ready.group(1);
    }

    @AfterAll
    static void stop() throws Exception {
        running.interrupt();
        running.join();
    }

    @BeforeEach
    void reset() {
        assertThat(tool("reset", "--http", http)).isEmpty();
    }

    @Test
    void putsMessagesAndRemovesThem() throws Exception {
        Path file = Files.write(scratch.resolve("message.eml"), Samples.xml());

        assertThat(tool("put", "--http", http, "anna", file.toString(), file.toString()))
                .isEmpty();
        int octets = Samples.xml().length;
        assertThat(get("/accounts/anna/messages").body()).isEqualTo("[" + octets + "," + octets + "]\n");
        assertThat(tool("reset", "--http", http, "anna")).isEmpty();

        assertThat(get("/accounts/anna/messages").body()).isEqualTo("[]\n");
    }

    @Test
    void showsTranscriptsAsTextAndAsJson() throws Exception {
        int port = new ObjectMapper().readTree(get("/").body()).get("pop3Port").asInt();
        Plain.talk(port, "CAPA", "PASS secret", "QUIT");

        assertThat(tool("transcripts", "--http", http))
                .contains("C: CAPA\n", "C: PASS ***\n")
                .doesNotContain("secret");
        JsonNode sessions = new ObjectMapper().readTree(tool("transcripts", "--http", http, "--json"));
        assertThat(sessions).hasSize(1);
        assertThat(sessions.get(0).get("lines").get(1).get("speaker").asText()).isEqualTo("client");
        assertThat(sessions.get(0).get("lines").get(1).get("text").asText()).isEqualTo("CAPA");
        assertThat(sessions.toString()).doesNotContain("secret");
    }

    @Test
    void beginsAndEndsFaultsOverHttp() throws Exception {
        assertThat(send("PUT", "/accounts/anna/faults/in-use").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/accounts/anna/faults").statusCode()).isEqualTo(204);
        assertThat(send("PUT", "/accounts/anna/faults/no-stls").body()).contains("start the server with it");
        assertThat(send("PUT", "/accounts/anna/faults/nothing").body())
                .startsWith("there is no fault 'nothing': in-use,");
    }

    @Test
    void makesNoAccountUnlessSomethingIsPut() throws Exception {
        assertThat(get("/accounts/nobody/messages").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/accounts/nobody/messages").body()).isEqualTo("there is no account nobody\n");
        assertThat(send("DELETE", "/accounts/nobody/faults").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/accounts/nobody/nothing").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/accounts/nobody/faults/nothing").statusCode()).isEqualTo(400);
        assertThat(get("/").body()).doesNotContain("nobody");

        assertThat(send("PUT", "/accounts/nobody/faults/cut").statusCode()).isEqualTo(204);
        assertThat(get("/").body()).contains("nobody@example.org");
    }

    @Test
    void takesAnyNameOfAnAccount() throws Exception {
        Path file = Files.write(scratch.resolve("named.eml"), Samples.xml());

        assertThat(tool("put", "--http", http, "a?b", file.toString())).isEmpty();
        assertThat(tool("put", "--http", http, "a/b+c%2Fd", file.toString())).isEmpty();
        assertThat(tool("put", "--http", http, "a b", file.toString()))
                .isEqualTo("digipoort: the test server says 400: no account can have the name a b\n");

        assertThat(get("/").body()).contains("\"a?b@example.org\"", "\"a/b+c%2fd@example.org\"");
    }

    @Test
    void answersInOneLineWhenItFails() throws Exception {
        try (HttpControl broken = HttpControl.start(null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            HttpResponse<String> answer = answer(HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + broken.address().getPort() + "/transcripts"))
                    .build());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .startsWith("this fails: java.lang.NullPointerException")
                    .containsOnlyOnce("\n");
        }
    }

    @Test
    void refusesPagesOfABrowserAndWhatItDoesNotKnow() throws Exception {
        HttpRequest fromAPage = HttpRequest.newBuilder(URI.create(http + "/reset"))
                .header("Origin", "http://example.org")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(answer(fromAPage).statusCode()).isEqualTo(403);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/accounts/anna/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void writesTheAuthorityThatAClientTrusts() throws Exception {
        assertThat(scratch.resolve("authority.pem"))
                .content()
                .isEqualTo(get("/certificate.pem").body());
    }

    @Test
    void writesTheSamplesAsFiles() {
        Path folder = scratch.resolve("samples");

        assertThat(tool("samples", "--large", folder.toString())).isEmpty();

        assertThat(folder.resolve("2-edifact.eml")).hasBinaryContent(Samples.edifact());
        assertThat(folder.resolve("5-large.eml")).hasSize(Samples.LARGE_OCTETS);
    }

    @Test
    void refusesWrongArgumentsInOneLine() {
        assertThat(tool("--fault", "nothing")).startsWith("digipoort: there is no fault 'nothing'");
        assertThat(tool("--pop3-port", "x")).isEqualTo("digipoort: option --pop3-port is 'x', not a number\n");
        assertThat(tool("--bind")).isEqualTo("digipoort: option --bind needs a value\n");
        assertThat(tool("--nothing")).isEqualTo("digipoort: unknown option '--nothing' of testserver\n");
        assertThat(tool("nothing")).startsWith("digipoort: unknown 'nothing' of testserver");
        assertThat(tool("transcripts", "--jsn"))
                .isEqualTo("digipoort: unknown option '--jsn' of testserver transcripts\n");
        assertThat(tool("put", "anna")).isEqualTo("digipoort: testserver put needs ACCOUNT FILE...\n");
        assertThat(tool("reset", "--http", "http://127.0.0.1:1"))
                .isEqualTo("digipoort: no test server answers at http://127.0.0.1:1\n");
    }

    private static String tool(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        new TestServerTool().run(out, out, arguments);
        return said.toString();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        return answer(HttpRequest.newBuilder(URI.create(http + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static HttpResponse<String> answer(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
