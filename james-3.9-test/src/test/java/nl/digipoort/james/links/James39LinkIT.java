// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** The jar for James 3.9 links to James 3.9.0: its relocated class files against those of James, without running them. */
class James39LinkIT {
    private static final Path JAR = Path.of(System.getProperty("digipoort.extension"));
    private static final String POOL = "nl/digipoort/james/shaded/zaxxer/";
    private static final Path JAMES = Path.of(System.getProperty("digipoort.james"));

    @Test
    void namesOnlyWhatIsThere() throws Exception {
        Links links = new Links(Classes.of(JAR), Classes.of(JAR, JAMES));

        Set<String> missing = links.used().entrySet().stream()
                .filter(use -> !use.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));

        missing.removeAll(MemberList.read().used());
        assertThat(missing).isEmpty();
    }

    @Test
    void doesWhatTheTypesAboveItsClassesLeaveToThem() throws Exception {
        Links links = new Links(Classes.of(JAR), Classes.of(JAR, JAMES));

        Set<String> left = Stream.concat(links.left().stream(), MemberList.read().left().stream())
                .collect(Collectors.toSet());

        assertThat(left).isNotEmpty();
        assertThat(links.undone(left)).isEmpty();
    }

    @Test
    void hasNoNameOfTheJavaxThatJamesHasLeft() throws Exception {
        Classes jar = Classes.of(JAR);

        Set<String> left = jar.names().stream()
                .flatMap(name -> References.of(jar.octets(name)).types().stream())
                .filter(type -> type.matches("javax/(inject|mail|persistence|activation|annotation|servlet)/.*"))
                .collect(Collectors.toSet());

        assertThat(left).isEmpty();
    }

    /** {@code GuardedServers} sets it by name. */
    @Test
    void findsTheFactoriesOfWebAdminsServers() throws Exception {
        ClassFacts servers =
                Classes.of(JAMES).find("spark/embeddedserver/EmbeddedServers").orElseThrow();

        assertThat(servers.members()).containsKey("factories Ljava/util/Map;");
        assertThat(servers.members().get("factories Ljava/util/Map;") & Opcodes.ACC_FINAL)
                .isZero();
    }

    /** The licences too, and nothing outside its own packages: {@code ExtensionJarIT} looks at the first jar. */
    @Test
    void holdsWhatTheJarForJames38Holds() throws Exception {
        Path first = JAR.resolveSibling("digipoort-james-extension.jar");

        assertThat(entries(JAR))
                .containsAll(entries(first))
                .filteredOn(name -> !name.startsWith(POOL))
                .hasSameSizeAs(entries(first));
    }

    private static Set<String> entries(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
