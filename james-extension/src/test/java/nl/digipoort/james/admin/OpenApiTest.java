// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.testing.OpenApi;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spark.Service;
import spark.route.HttpMethod;

/** docs/reference/openapi.yaml against the routes, what they answer, and the documents for people. */
class OpenApiTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Set<HttpMethod> FILTERS =
            Set.of(HttpMethod.before, HttpMethod.after, HttpMethod.afterafter, HttpMethod.unsupported);
    private static final Pattern ROW =
            Pattern.compile("^\\| ([45][0-9]{2}) \\| [^|]* \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile("\\b(GET|PUT|POST|DELETE)\\b");

    private static OpenApi description() throws IOException {
        return OpenApi.read(DOCS.resolve("reference/openapi.yaml"));
    }

    @Test
    void isSound() throws Exception {
        assertThat(description().defects()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "openapi: 3.1.0|openapi: 2.0.0|is not OpenAPI 3.1",
                "schemas/Held'|schemas/Hold'|refers to nothing: #/components/schemas/Hold",
                "schemas/Retrieval'|schemas/Login'|schemas/Retrieval is used nowhere",
                "kind: delivery, client: null|kind: bribery, client: null|has an example that does not fit",
                "oldestHeldAt: '2026-11-24T12:35:01.456Z'|oldestHeldAt: yesterday|has an example that does not fit",
                "required: [at, client]|required: [at]|has a property that may be left out",
                "type: [string, 'null']|type: [string, nothing]|#/components/schemas/Maildrop",
                "operationId: showLock|operationId: listLocks|lacks an operationId of its own",
                "example: release|x-example: release|has no example",
            })
    void wouldNotBeOtherwise(String text, String other, String defect) throws Exception {
        String sound = Files.readString(DOCS.resolve("reference/openapi.yaml"));
        assertThat(sound).contains(text);

        assertThat(OpenApi.of(sound.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(other)))
                        .defects())
                .anyMatch(found -> found.contains(defect));
    }

    /** {@link TestWebAdminServer} compares every answer in the tests of the routes. */
    @Test
    void seesAnAnswerThatIsNotAsItSays() throws Exception {
        String held = "{\"user\":\"anna\",\"count\":1,\"oldestHeldAt\":\"2026-11-24T12:34:56.789Z\",\"heldSeconds\":0}";
        OpenApi description = description();

        assertThat(description.answerProblems("GET", "/digipoort/held", 200, "[" + held + "]"))
                .isEmpty();
        for (String other : List.of(
                held.replace("\"count\":1,", ""), held.replace("count", "counts"), held.replace(":1", ":\"1\""))) {
            assertThat(description.answerProblems("GET", "/digipoort/held", 200, "[" + other + "]"))
                    .isNotEmpty();
        }
        assertThat(description.answerProblems("GET", "/digipoort/locks/anna", 404, held))
                .isNotEmpty();
        assertThat(description.answerProblems("GET", "/healthcheck", 200, held)).isEmpty();
    }

    @Test
    void describesEveryRouteAndNoOther() throws Exception {
        assertThat(description().operations().keySet()).isEqualTo(registered());
    }

    /** The routes of a WebAdmin server in which our classes have defined theirs, without the files beside the console's page. */
    private static Set<String> registered() {
        Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            parts().values().forEach(part -> part.define(service));
            return service.routes().stream()
                    .filter(route -> !FILTERS.contains(route.getHttpMethod()))
                    .map(route -> route.getHttpMethod().name().toUpperCase(Locale.ROOT) + " "
                            + route.getMatchUri()
                                    .replace(UserInPath.PARAMETER, "{user}")
                                    .replaceAll(":([a-z]+)", "{$1}"))
                    .filter(route -> !route.startsWith("GET " + ConsoleRoutes.PATH + "/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            service.awaitInitialization();
            service.stop();
            service.awaitStop();
        }
    }

    /** Only defined here, never called. */
    private static Map<Class<?>, RoutePart> parts() {
        JsonTransformer json = new JsonTransformer();
        List<RoutePart> all = List.of(
                new WebAdminAudit(null),
                new WebAdminPasswordRecorder(null, null, null, null),
                new CredentialRoutes(null, null, null, json),
                new CredentialKeyRoutes(null, null, null, json),
                new LockRoutes(null, null, null, null, json),
                new HeldRoutes(null, null, null, json),
                new MaildropRoutes(null, null, null, null, null, null, null, null, null, null, json),
                new TlsRoutes(null, null, null, json),
                new ClockRoutes(null, null, json),
                new ServerRoutes(null, null, json),
                new AccountLimitRoutes(null, null, null, null, null, json),
                new AccountPolicyRoutes(null, null, null, null, null, null, json),
                new HistoryRoutes(null, null, null, json),
                new AuditSearchRoutes(null, json),
                new FailedLoginRoutes(null, json),
                new AccountRoutes(null, json),
                new MessageRoutes(null, null, null, json),
                new UseRoutes(null, null, null, null, json),
                new ConsoleRoutes());
        return all.stream().collect(Collectors.toMap(RoutePart::getClass, part -> part));
    }

    @Test
    void knowsEveryClassOfRoutes() {
        assertThat(parts().keySet())
                .isEqualTo(classes(type -> type.isAssignableTo(RoutePart.class) && !type.isInterface()));
    }

    @Test
    void hasOneClassThatJamesTakesRoutesFrom() {
        assertThat(classes(type -> type.isAssignableTo(Routes.class))).isEqualTo(Set.of(DigipoortRoutes.class));
    }

    @Test
    void asksForATokenWhereJamesDoesOnEveryRouteButTheConsolesPage() throws Exception {
        try (TestWebAdminServer guarded = TestWebAdminServer.start(
                TestTokens.create().filter(), parts().values().toArray(RoutePart[]::new))) {
            for (String operation : registered()) {
                String[] words = operation.split(" ", 2);

                HttpResponse<String> response = guarded.send(
                        words[0], words[1].replace("{user}", "bob@example.org").replace("{sequence}", "1"));

                int expected = operation.equals("GET " + ConsoleRoutes.PATH) ? 200 : 401;
                assertThat(response.statusCode()).as(operation).isEqualTo(expected);
            }
        }
    }

    @Test
    void isServedOnLoopbackOnlyByTheOverlay() throws Exception {
        Properties overlay = new Properties();
        try (Reader file = Files.newBufferedReader(ROOT.resolve("conf/webadmin.properties"))) {
            overlay.load(file);
        }

        assertThat(overlay)
                .containsEntry("host", "${sys:digipoort.webadmin.host:-127.0.0.1}")
                .containsEntry("jwt.enabled", "false");
    }

    @Test
    void isNamedWhereverAnOperatorIsToldWhichRoutesToName() throws Exception {
        for (String file : List.of("conf/webadmin.properties", "docs/start/drop-in.md")) {
            assertThat(Files.readString(ROOT.resolve(file)).lines().map(String::strip))
                    .as(file)
                    .anyMatch(line -> line.startsWith("extensions.routes=")
                            && List.of(line.substring("extensions.routes=".length())
                                            .split(",", -1))
                                    .contains(DigipoortRoutes.class.getName()));
        }
    }

    private static Set<Class<?>> classes(Predicate<JavaClass> which) {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("nl.digipoort.james.admin")
                        .stream()
                        .filter(which)
                        .map(JavaClass::reflect)
                        .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "reference/webadmin.md, /digipoort/credentials|/digipoort/credential-keys",
        "reference/limits.md, /digipoort/limits",
        "reference/policy.md, /digipoort/policy",
        "reference/operations.md, /digipoort/locks|/digipoort/held|/digipoort/maildrops",
    })
    void hasTheErrorsOfTheTablesForPeopleAndNoOthers(String document, String paths) throws Exception {
        Map<String, Set<String>> operations = new TreeMap<>(description().operations());
        operations.keySet().removeIf(operation -> !operation.matches("[A-Z]+ (" + paths + ")(/.*)?"));
        List<String> missing = new ArrayList<>();
        Map<String, Set<String>> told = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCS.resolve(document)));
        while (row.find()) {
            String status = row.group(1);
            if (row.group(2).startsWith("all")) {
                operations.keySet().forEach(operation -> tell(told, operation.split(" ", 2)[0], status));
                operations.forEach((operation, statuses) -> {
                    if (!statuses.contains(status)) {
                        missing.add(status + " of " + operation);
                    }
                });
            }
            for (Matcher method = METHOD.matcher(row.group(2)); method.find(); ) {
                String name = method.group();
                tell(told, name, status);
                if (operations.entrySet().stream()
                        .noneMatch(operation -> operation.getKey().startsWith(name + " ")
                                && operation.getValue().contains(status))) {
                    missing.add(status + " of a " + name);
                }
            }
        }

        assertThat(missing).as("in openapi.yaml").isEmpty();
        assertThat(told).isNotEmpty();
        operations.forEach(
                (operation, statuses) -> assertThat(told.get(operation.split(" ", 2)[0]))
                        .as("in " + document + " of " + operation)
                        .containsAll(statuses.stream()
                                .filter(status -> status.compareTo("400") >= 0)
                                .collect(Collectors.toSet())));
    }

    private static void tell(Map<String, Set<String>> told, String method, String status) {
        told.computeIfAbsent(method, any -> new TreeSet<>()).add(status);
    }
}
