// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nl.digipoort.james.testing.ComposeFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in the compose files; that docker-compose takes them is what .ci/run looks at, and ComposeIT runs them. */
class ComposeFilesTest {
    private static final String JAMES = "james";
    /** Its image writes into files of root's. */
    private static final String S3 = "s3";
    /** It ends, which is its health. */
    private static final String ACCOUNT = "cassandra-account";

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.distributed.yml"})
    void startsEachServiceAgainAndLooksAfterItsHealth(String file) throws Exception {
        ComposeFile compose = read(file);

        assertThat(compose.services()).hasSizeGreaterThan(1).allSatisfy(name -> {
            ComposeFile.Service service = compose.service(name);
            assertThat(service.text("image").orElseThrow()).matches("[a-z/]+:[a-z]*-?[0-9].*");
            assertThat(service.text("restart")).contains(name.equals(ACCOUNT) ? "on-failure" : "unless-stopped");
            assertThat(service.has("healthcheck")).isEqualTo(!name.equals(ACCOUNT));
        });
        // docs/operate/upgrade.md: sessions may go on to their QUIT
        assertThat(compose.service(JAMES).text("stop_grace_period")).contains("60s");
        assertThat(compose.service(JAMES).environment().get("JAVA_TOOL_OPTIONS"))
                .contains("-XX:+ExitOnOutOfMemoryError");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.distributed.yml"})
    void letsTheOutsideReachJamesOnly(String file) throws Exception {
        ComposeFile compose = read(file);

        assertThat(compose.service(JAMES).ports()).containsExactlyInAnyOrder("110:110", "25:25", "127.0.0.1:8000:8000");
        assertThat(compose.services()).filteredOn(name -> !name.equals(JAMES)).allSatisfy(name -> {
            assertThat(compose.service(name).ports()).isEmpty();
            assertThat(compose.service(name).networks()).isNotEmpty();
            assertThat(compose.internalNetworks())
                    .containsAll(compose.service(name).networks());
        });
    }

    /** Those that are left out of read_only write in their image; docs/operate/deploy.md names them. */
    @ParameterizedTest
    @CsvSource({"docker-compose.yml, ''", "docker-compose.distributed.yml, cassandra opensearch s3"})
    void givesNoServiceMoreThanItNeeds(String file, String writing) throws Exception {
        ComposeFile compose = read(file);

        assertThat(compose.services()).allSatisfy(name -> {
            ComposeFile.Service service = compose.service(name);
            assertThat(service.text("user").orElseThrow().equals("root")).isEqualTo(name.equals(S3));
            assertThat(service.texts("cap_drop")).containsExactly("ALL");
            assertThat(service.has("cap_add")).isFalse();
            assertThat(service.texts("security_opt")).containsExactly("no-new-privileges:true");
            assertThat(service.text("mem_limit").orElseThrow()).matches("[1-9][0-9]*[gm]");
            assertThat(service.text("pids_limit").orElseThrow()).matches("[1-9][0-9]*");
            assertThat(service.text("read_only").equals(Optional.of("true")))
                    .isNotEqualTo(List.of(writing.split(" ", -1)).contains(name));
        });
    }

    /** The values of variables are for all to see who may ask Docker. */
    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.distributed.yml"})
    void hasSecretsInFilesOnly(String file) throws Exception {
        ComposeFile compose = read(file);

        for (String name : compose.services()) {
            if (compose.service(name).has("environment")) {
                Map<String, String> environment = compose.service(name).environment();
                assertThat(environment.keySet())
                        .filteredOn(key -> key.matches("(?i).*(password|secret|key).*"))
                        .allMatch(key -> key.endsWith("_FILE"));
            }
        }
        assertThat(compose.service(JAMES).secrets()).isNotEmpty();
        assertThat(compose.service(JAMES).mounts()).allSatisfy(mount -> assertThat(mount.readOnly())
                .isEqualTo(!mount.target().equals("/root/var")));
    }

    /** Those of RabbitMQ and PostgreSQL are compared where they run, in ComposeIT. */
    @Test
    void namesTheVersionsThatTheTestsRun() throws Exception {
        ComposeFile distributed = read("docker-compose.distributed.yml");
        String modules = Files.readString(Distribution.project().resolve("test-cassandra/pom.xml"));

        assertThat(modules)
                .contains(
                        "<cassandra.version>" + distributed.service("cassandra").version() + "</cassandra.version>");
        assertThat(distributed.service(ACCOUNT).text("image"))
                .isEqualTo(distributed.service("cassandra").text("image"));
    }

    /** Its health check is in the image. */
    @Test
    void givesTheEmbeddedServerNoMoreThanItNeeds() throws Exception {
        ComposeFile compose = read("docker-compose.embedded.yml");
        ComposeFile.Service server = compose.service("digipoort");

        assertThat(compose.services()).containsExactly("digipoort");
        assertThat(server.text("restart")).contains("unless-stopped");
        assertThat(server.text("user")).contains("10110:10110");
        assertThat(server.texts("cap_drop")).containsExactly("ALL");
        assertThat(server.texts("security_opt")).containsExactly("no-new-privileges:true");
        assertThat(server.text("read_only")).contains("true");
        assertThat(server.text("mem_limit")).isPresent();
        assertThat(server.text("pids_limit")).isPresent();
        assertThat(server.ports()).containsExactlyInAnyOrder("110:110", "25:25", "127.0.0.1:8000:8000");
        assertThat(server.texts("volumes")).containsExactly("digipoort-home:/var/lib/digipoort");
    }

    private static ComposeFile read(String file) throws IOException {
        return ComposeFile.read(Distribution.project().resolve(file));
    }
}
