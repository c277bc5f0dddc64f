// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaildropFolderTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "anna@example.org, example.org/anna",
        "a.b+c@example.org, example.org/a.b+c",
        "../../etc@example.org, example.org/%2E.%2F..%2Fetc",
        ".@example.org, example.org/%2E",
        "a%2Fb@example.org, example.org/a%252fb",
        "anna, -/anna"
    })
    void staysInTheFolderWhateverTheName(String user, String expected) {
        MaildropFolder folder = MaildropFolder.in(root, Username.of(user));

        assertThat(folder.maildir()).isEqualTo(root.resolve(expected).resolve("Maildir"));
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        MaildropFolder folder = MaildropFolder.in(root, Username.of("anna@example.org"));
        folder.create();
        Durable.write(folder.uidList(), "3 V1 N1 G1\n");

        for (Path directory : new Path[] {root.resolve("example.org"), folder.maildir()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.uidList())))
                .isEqualTo("rw-------");
    }
}
