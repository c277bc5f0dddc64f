// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmxPasswordTest {
    private static final String GENERATION = "james.jmx.credential.generation";

    @TempDir
    private Path home;

    @AfterEach
    void forget() {
        System.clearProperty(GENERATION);
    }

    @Test
    void isFoundMissing() throws Exception {
        assertThat(findings()).hasSize(1).allMatch(Finding::isBreaking);
        assertThat(findings().get(0))
                .hasToString(
                        "jvm.properties: JMX asks nobody for a password: whoever reaches its port rules the server; write"
                                + " james.jmx.credential.generation=true");
    }

    @Test
    void isThere() throws Exception {
        files().with("conf/jmxremote.password", "a b\n").with("conf/jmxremote.access", "a readwrite\n");

        assertThat(findings()).isEmpty();
    }

    @Test
    void willBeMade() throws Exception {
        System.setProperty(GENERATION, "true");

        assertThat(findings()).isEmpty();
    }

    @Test
    void isNotNeededWithoutJmx() throws Exception {
        files().with("conf/jmx.properties", "jmx.enabled=false\n");

        assertThat(findings()).isEmpty();
    }

    private TestFiles files() {
        return TestFiles.in(home);
    }

    private List<Finding> findings() throws Exception {
        return JmxPassword.from(files().properties(), files().files()).findings();
    }
}
