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
    private static final Path FIRST = JAR.resolveSibling("digipoort-james-extension.jar");
    private static final String FACTORY = "org/apache/james/mailbox/store/event/EventFactory";
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

        MemberList list = MemberList.read();
        Set<String> left =
                Stream.concat(links.left().stream(), list.left().stream()).collect(Collectors.toSet());

        assertThat(links.left()).contains("com/google/inject/Module.configure(Lcom/google/inject/Binder;)V");
        assertThat(list.left()).contains("org/apache/james/webadmin/PublicRoutes.getBasePath()Ljava/lang/String;");
        assertThat(list.finals()).contains("org/apache/james/webadmin/utils/ErrorResponder$ErrorType");
        assertThat(links.undone(left, list.finals())).isEmpty();
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

    /** In the first jar, where it is not renamed. */
    @Test
    void noticesANameOfJavaxThatIsText() throws Exception {
        String stores = "nl/digipoort/james/module/StoresModule";

        assertThat(References.of(Classes.of(FIRST).octets(stores)).types())
                .contains("javax/persistence/EntityManagerFactory");
        assertThat(References.of(Classes.of(JAR).octets(stores)).types())
                .contains("jakarta/persistence/EntityManagerFactory");
    }

    /** {@code FinalStage} calls them by name, through the factory's types for what was added and what was expunged. */
    @Test
    void findsTheLastStagesOfEvents() throws Exception {
        Classes james = Classes.of(JAMES);
        String events = "org/apache/james/mailbox/events/MailboxEvents$";
        String added = FACTORY + "$AddedFinalStage$Builder";

        assertThat(publicMembers(james, added))
                .contains("isDelivery(Z)L" + added + ";", "build()L" + events + "Added;");
        assertThat(publicMembers(james, FACTORY + "$ExpungedFinalStage$Builder"))
                .contains("build()L" + events + "Expunged;");
    }

    private static Set<String> publicMembers(Classes classes, String type) {
        ClassFacts facts = classes.find(type).orElseThrow();
        assertThat(facts.flags() & Opcodes.ACC_PUBLIC).isNotZero();
        return facts.members().entrySet().stream()
                .filter(member -> (member.getValue() & Opcodes.ACC_PUBLIC) != 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
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
        assertThat(entries(JAR))
                .containsAll(entries(FIRST))
                .filteredOn(name -> !name.startsWith(POOL))
                .hasSameSizeAs(entries(FIRST));
    }

    private static Set<String> entries(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
