// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar contains nothing that conflicts with James or another extension. */
class ExtensionJarIT {
    private static final Path JAR = Path.of(System.getProperty("digipoort.distribution"))
            .resolve("extensions-jars/digipoort-james-extension.jar");

    @Test
    void holdsNoClassOutsideItsOwnPackages() throws IOException {
        assertThat(names())
                .filteredOn(name -> !name.endsWith("/"))
                .allMatch(name -> name.startsWith("nl/digipoort/james/") || name.startsWith("META-INF/"))
                .noneMatch(name -> name.startsWith("META-INF/") && name.endsWith(".class"))
                .filteredOn(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                .containsExactly("META-INF/services/java.util.spi.ToolProvider");
    }

    @Test
    void namesWhatItBringsAlongByItsNewNameOnly() throws IOException {
        List<String> bringing = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (ZipEntry entry : classes(jar)) {
                String content = text(jar, entry);
                assertThat(content)
                        .as(entry.getName())
                        .doesNotContain("com/ongres")
                        .doesNotContain("com.ongres.");
                if (content.contains("nl/digipoort/james/shaded/ongres")) {
                    bringing.add(entry.getName());
                }
            }
        }
        assertThat(bringing).contains("nl/digipoort/james/preparation/SaslPreparation.class");
    }

    @Test
    void carriesTheLicenceOfWhatItBringsAlong() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            ZipEntry licence = jar.getEntry("META-INF/licenses/stringprep");
            assertThat(licence).isNotNull();
            assertThat(new String(octets(jar, licence), UTF_8))
                    .contains("OnGres")
                    .contains("Redistribution");
        }
    }

    private static List<? extends ZipEntry> classes(JarFile jar) {
        return jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
    }

    private static List<String> names() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static String text(JarFile jar, ZipEntry entry) throws IOException {
        return new String(octets(jar, entry), ISO_8859_1);
    }

    private static byte[] octets(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream stream = jar.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }
}
