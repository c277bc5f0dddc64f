// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.filesystem.api.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms in which the documents name a file. */
class NamedFileTest {
    @Test
    void findsAFileByItsPathOrByJamesUrl(@TempDir Path home) throws Exception {
        FileSystem james = TestFiles.in(home).files();

        assertThat(NamedFile.find(james, "/mnt/witness/gateway-1.jsonl"))
                .isEqualTo(Path.of("/mnt/witness/gateway-1.jsonl"));
        assertThat(NamedFile.find(james, "file:///mnt/witness/gateway-1.jsonl"))
                .isEqualTo(Path.of("/mnt/witness/gateway-1.jsonl"));
        assertThat(NamedFile.find(james, "file://conf/digipoort-audit.key"))
                .isEqualTo(home.resolve("conf/digipoort-audit.key"));
    }

    @Test
    void opensAFileByItsPathOrByJamesUrl(@TempDir Path home) throws Exception {
        FileSystem james = TestFiles.in(home).with("conf/private.key", "a key").files();

        for (String place : List.of(home.resolve("conf/private.key").toString(), "file://conf/private.key")) {
            try (InputStream octets = NamedFile.open(james, place)) {
                assertThat(octets).hasContent("a key");
            }
        }
    }
}
