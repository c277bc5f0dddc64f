// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeKindTest {
    @TempDir
    private Path configuration;

    /** Otherwise an embedded server would start, with no mail in it, where --assembly was forgotten. */
    @Test
    void refusesTheConfigurationOfTheOtherKind() throws IOException {
        Files.createFile(configuration.resolve("cassandra.properties"));

        assertThatCode(() -> HomeKind.DISTRIBUTED.check(configuration)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HomeKind.EMBEDDED.check(configuration))
                .isInstanceOf(StartException.class)
                .hasMessage("configuration " + configuration
                        + " is not for the embedded server: it has no james-database.properties");
    }

    @Test
    void refusesAFileThatOnlyTheStockServerReads() throws IOException {
        Files.createFile(configuration.resolve("cassandra.properties"));
        Path blobs = Files.createFile(configuration.resolve("blob.properties"));

        assertThatThrownBy(() -> HomeKind.DISTRIBUTED.check(configuration))
                .isInstanceOf(StartException.class)
                .hasMessage("configuration " + blobs + " is not read by the distributed server: remove it");
    }
}
