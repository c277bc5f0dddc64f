// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.WebAdminClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route that WebAdmin has, by the list of the running server, asked by those who may not: James's, ours and one of another extension. */
class WebAdminRoutesIT {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** The only ones that ask for no token, and the files beside the console's page. */
    private static final List<String> OPEN = List.of(
            "GET /healthcheck",
            "GET /healthcheck/checks",
            "GET /healthcheck/checks/x",
            "GET /metrics",
            "GET /digipoort/console");

    /** Lists what the server has, whoever defined it. */
    private static final String ANOTHER_EXTENSION =
            """
            package example;

            public final class RouteList implements org.apache.james.webadmin.Routes {
                public String getBasePath() {
                    return "/route-list";
                }

                public void define(spark.Service service) {
                    service.get("/route-list", (request, response) -> service.routes().stream()
                            .map(route -> route.getHttpMethod() + " " + route.getMatchUri())
                            .collect(java.util.stream.Collectors.joining("\\n")));
                }
            }
            """;

    @TempDir
    private static Path scratch;

    private static EmbeddedGateway gateway;
    private static List<String> routes;

    @BeforeAll
    static void start() throws Exception {
        Path home = ChangedConfiguration.unchanged(scratch.resolve("home"));
        String metrics = "org.apache.james.webadmin.dropwizard.MetricsRoutes";
        ChangedConfiguration.change(home, "webadmin.properties", metrics, metrics + ",example.RouteList");
        putExtensionInto(Files.createDirectories(home.resolve("extensions-jars")));
        gateway = EmbeddedGateway.start(home);
        routes = gateway.webAdmin()
                .get("/route-list")
                .lines()
                .filter(line -> line.matches("(get|head|options|post|put|patch|delete) .*"))
                .map(WebAdminRoutesIT::requestLine)
                .distinct()
                .toList();
    }

    private static void putExtensionInto(Path directory) throws IOException {
        Path source = Files.createDirectories(scratch.resolve("example")).resolve("RouteList.java");
        Files.writeString(source, ANOTHER_EXTENSION);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", libraries(), "-d", scratch.toString(), source.toString());
        assertThat(status).isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("example.jar")))) {
            jar.putNextEntry(new JarEntry("example/RouteList.class"));
            jar.write(Files.readAllBytes(scratch.resolve("example/RouteList.class")));
        }
    }

    private static String libraries() throws IOException {
        try (Stream<Path> jars = Files.list(Distribution.directory().resolve("lib"))) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static String requestLine(String route) {
        String[] words = route.split(" ", 2);
        String path = words[1].replaceAll(":[^/]+|\\*", "x");
        return words[0].toUpperCase(Locale.ROOT) + (path.startsWith("/") ? " " : " /") + path;
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void areAllKnownHere() {
        assertThat(routes)
                .hasSizeGreaterThan(100)
                .containsAll(OPEN)
                .contains(
                        "PUT /users/x",
                        "POST /users/x/rename/x",
                        "DELETE /domains/x",
                        "GET /tasks",
                        "PATCH /mailQueues/x/mails",
                        "PUT /mailRepositories/x",
                        "OPTIONS /x",
                        "DELETE /digipoort/locks/x",
                        "GET /route-list");
    }

    @Test
    void askForATokenButForThoseThatAreOpen() throws Exception {
        Map<String, Integer> answers = answers("Host: 127.0.0.1");

        Map<Boolean, List<String>> byOpenness = routes.stream()
                .collect(Collectors.partitioningBy(
                        route -> OPEN.contains(route) || route.startsWith("GET /digipoort/console/")));
        assertThat(byOpenness.get(false)).allMatch(route -> answers.get(route) == 401);
        assertThat(byOpenness.get(true)).allMatch(route -> answers.get(route) == 200 || answers.get(route) == 404);
    }

    @Test
    void changeNothingForAPageOfAnotherOriginTokenOrNot() throws Exception {
        String token =
                String.join(": ", WebAdminClient.authorization(gateway.home().resolve("conf")));

        for (String shown : List.of("Accept: */*", token)) {
            Map<String, Integer> answers = answers("Host: 127.0.0.1", "Origin: https://evil.example", shown);
            answers.keySet().removeIf(route -> READING.contains(route.split(" ", 2)[0]));
            assertThat(answers).hasSizeGreaterThan(50);
            assertThat(answers.values()).containsOnly(403);
        }
    }

    @Test
    void answerNothingToANameThatLeadsHere() throws Exception {
        assertThat(answers("Host: evil.example").values()).containsOnly(403);
    }

    @Test
    void leaveNoRecordOfWhatIsRefused() throws Exception {
        answers("Host: 127.0.0.1");

        Path trail = gateway.home().resolve("var/audit/digipoort-audit.jsonl");
        assertThat(Files.exists(trail) ? Files.readString(trail) : "").doesNotContain("administration");
    }

    /** The status of each route's answer. */
    private static Map<String, Integer> answers(String... headers) throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        for (String route : routes) {
            answers.put(route, status(route, headers));
        }
        return answers;
    }

    private static int status(String route, String... headers) throws IOException {
        String request = route + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.webadminPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }
}
