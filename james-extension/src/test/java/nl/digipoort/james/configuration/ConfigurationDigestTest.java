// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationDigestTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        write("b.xml", "<b/>");
        write("a.properties", "a=1");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    @Test
    void isThatOfTheListThatSha256sumPrints() throws IOException {
        String list = sha256("a=1") + "  a.properties\n" + sha256("<b/>") + "  b.xml\n";

        assertThat(ConfigurationDigest.of(directory)).isEqualTo(sha256(list));
    }

    @Test
    void changesWithEachFileButThoseOfKeysAndPasswords() throws IOException {
        String before = ConfigurationDigest.of(directory);
        write("jmxremote.password", "james-admin secret");
        write("digipoort-credential.key", "AAAA");
        Files.createDirectory(directory.resolve("tls.xml"));

        assertThat(ConfigurationDigest.of(directory)).isEqualTo(before);

        write("c.conf", "");
        assertThat(ConfigurationDigest.of(directory)).isNotEqualTo(before);
        Files.delete(directory.resolve("c.conf"));
        write("a.properties", "a=2");
        assertThat(ConfigurationDigest.of(directory)).isNotEqualTo(before);
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
