// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditKeyTest {
    @TempDir
    private Path configuration;

    @Test
    void makesAKeyForItsOwnerAndThePublicKeyThatHasItsId() throws Exception {
        AuditKey.ensure(configuration);

        assertThat(Files.getPosixFilePermissions(key())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Base64.getDecoder().decode(Files.readString(key()).strip())).hasSize(32);
        String[] words = Files.readString(publicKey()).strip().split(" ", -1);
        byte[] octets = Base64.getDecoder().decode(words[1]);
        assertThat(octets).hasSize(32);
        assertThat(Hashing.sha256().hashBytes(octets).toString()).startsWith(words[0]);
        assertThat(words[0]).hasSize(16);
    }

    @Test
    void keepsWhatIsThere() throws Exception {
        AuditKey.ensure(configuration);
        String before = Files.readString(key()) + Files.readString(publicKey());

        AuditKey.ensure(configuration);

        assertThat(Files.readString(key()) + Files.readString(publicKey())).isEqualTo(before);
    }

    /** Another one would hide that the key is gone. */
    @Test
    void makesNoSecondKeyWhereOneIsGone() throws Exception {
        AuditKey.ensure(configuration);
        Files.delete(key());

        AuditKey.ensure(configuration);

        assertThat(key()).doesNotExist();
    }

    private Path key() {
        return configuration.resolve("digipoort-audit.key");
    }

    private Path publicKey() {
        return configuration.resolve("digipoort-audit.pub");
    }
}
