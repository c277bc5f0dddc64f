// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No key stays on the disk. */
class ServerFilesTest {
    @TempDir
    private Path scratch;

    @Test
    void leavesNoKeyWhenItCannotWriteAll() throws Exception {
        ServerIdentity identity = ServerIdentity.make(
                List.of("localhost"), Set.of(), Clock.systemUTC().instant());
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.createDirectories(home.resolve("conf/pop3server.xml"));

        assertThatThrownBy(() -> ServerFiles.write(home, TestServerSettings.usual(), identity))
                .hasMessageContaining("pop3server.xml");

        assertThat(home).doesNotExist();
    }
}
