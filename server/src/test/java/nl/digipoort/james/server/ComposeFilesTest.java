package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import nl.digipoort.james.testing.ComposeFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in both compose files; that docker-compose takes them is what .ci/run looks at. */
class ComposeFilesTest {
    private static final String JAMES = "james";
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
        assertThat(compose.service(JAMES).mounts()).allMatch(ComposeFile.Mount::readOnly);
    }

    private static ComposeFile read(String file) throws IOException {
        return ComposeFile.read(Distribution.project().resolve(file));
    }
}
