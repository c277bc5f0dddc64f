// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.DistributionArchive;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.it.TestGateway.Account;
import nl.digipoort.james.testing.Sbom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators without Maven get: it runs where they unpack it, and says of itself what is true. */
class DistributionArchiveIT {
    private static final String SERVER_JAR = "digipoort-james-server.jar";
    private static final String COMMANDS_JAR = "digipoort-command-line.jar";
    private static final String EXTENSION_JAR = "digipoort-james-extension.jar";
    private static final int TERMINATED = 143;

    @TempDir
    private static Path scratch;

    private static Path unpacked;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = DistributionArchive.unpack(scratch.resolve("a folder"));
    }

    @Test
    void runsFromAFolderWithASpaceInItsName() throws Exception {
        Path home = scratch.resolve("a home");

        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.startUnpacked(unpacked, home))) {
            Account account = gateway.newAccount();
            gateway.append(account, "Subject: x\r\n\r\nx\r\n");

            assertThat(gateway.list(account)).hasSize(1);
            assertThat(digipoort("cli", "--home", home.toString(), "ListUsers")).contains(account.user());
            assertThat(digipoort("account", "--home", home.toString(), account.user()))
                    .contains("1 message, ");
            assertThat(gateway.process().terminate()).isIn(Set.of(0, TERMINATED));
        }
    }

    @Test
    void mapsTheClassDataOfTheseVeryJarsAndNoOther() throws Exception {
        Path folder = DistributionArchive.unpack(scratch.resolve("another folder"));
        Path home = scratch.resolve("another home");
        RealClient.in(scratch)
                .with(Map.of("JAVA_HOME", System.getProperty("java.home")))
                .run(folder.resolve("bin/digipoort").toString(), "class-data");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.matches("commands-.*\\.jsa"));
        }

        try (EmbeddedGateway gateway = EmbeddedGateway.startUnpacked(folder, home)) {
            assertThat(mapped(gateway)).contains("/classes-");
        }
        // whatever their times and sizes are, these are other octets of ours
        Files.writeString(folder.resolve("lib/digipoort-another.jar"), "x");
        try (EmbeddedGateway gateway = EmbeddedGateway.startUnpacked(folder, home)) {
            assertThat(mapped(gateway)).doesNotContain("/classes-");
        }
    }

    private static String mapped(EmbeddedGateway gateway) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(gateway.pid()), "maps"));
    }

    @Test
    void explainsItself() throws Exception {
        assertThat(digipoort("help")).contains("run --home DIR", "cli --home DIR");
    }

    private static String digipoort(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(unpacked.resolve("bin/digipoort").toString()));
        command.addAll(List.of(arguments));
        return RealClient.in(scratch).run(command.toArray(String[]::new));
    }

    /** Whoever builds the same sources anywhere gets the same octets. */
    @Test
    void tellsNothingOfTheMachineThatMadeIt() throws Exception {
        String listing = RealClient.in(scratch)
                .run(
                        "env",
                        "TZ=UTC",
                        "tar",
                        "--list",
                        "--verbose",
                        "--numeric-owner",
                        "--full-time",
                        "-f",
                        DistributionArchive.file().toString());

        String time =
                System.getProperty("digipoort.timestamp").replace('T', ' ').replace("Z", "");
        assertThat(listing.lines())
                .allMatch(line -> line.matches("(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) 0/0 +[0-9]+ " + time + " .*"), time);
        assertThat(listing.lines().filter(line -> line.startsWith("-rwx")).map(line -> line.replaceAll(".*/", "")))
                .containsExactlyInAnyOrder("digipoort", "prepare", "cassandra-account");
        assertThat(listing.lines().map(line -> line.replaceAll(".* ", ""))).doesNotHaveDuplicates();
        try (InputStream gzip = Files.newInputStream(DistributionArchive.file())) {
            assertThat(gzip.readNBytes(8))
                    .as("a gzip header without time and name")
                    .startsWith(0x1f, 0x8b, 8, 0)
                    .endsWith(0, 0, 0, 0);
        }
    }

    @Test
    void hasTheChecksumBesideIt() throws Exception {
        Path file = DistributionArchive.file();

        assertThat(RealClient.in(file.getParent()).run("sha256sum", "--check", file.getFileName() + ".sha256"))
                .contains(": OK");
    }

    @Test
    void hasTheJarsThatTheServerNamesAndNoOthers() throws Exception {
        List<String> named = new ArrayList<>(List.of(SERVER_JAR));
        try (JarFile jar =
                new JarFile(unpacked.resolve("lib").resolve(SERVER_JAR).toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            named.addAll(List.of(manifest.getValue(Attributes.Name.CLASS_PATH).split(" ", -1)));
        }

        named.add(COMMANDS_JAR);
        assertThat(jars("lib").values()).containsExactlyInAnyOrderElementsOf(named);
        assertThat(jars("extensions-jars").values()).containsExactly(EXTENSION_JAR);
        assertThat(jars("extensions-jars-james-3.9").values())
                .containsExactly("digipoort-james-extension-james-3.9.jar");
    }

    @Test
    void listsEachJarInItsBillOfMaterials() throws Exception {
        Map<String, String> jars = jars("lib");
        jars.values().removeAll(List.of(SERVER_JAR, COMMANDS_JAR));

        Sbom sbom = Sbom.read(unpacked.resolve("sbom/digipoort-james-server.cdx.json"));

        assertThat(sbom.format()).isEqualTo("CycloneDX 1.6");
        assertThat(sbom.subject()).isEqualTo("digipoort-james-server");
        assertThat(sbom.sha256().keySet()).containsExactlyInAnyOrderElementsOf(jars.keySet());
    }

    @Test
    void hasTheLibrariesThatTheirPageNamesInThoseVersions() throws Exception {
        Map<String, String> shipped = Sbom.read(unpacked.resolve("sbom/digipoort-james-server.cdx.json"))
                .versions();
        Map<String, String> named = librariesOfThePage();

        assertThat(named).isNotEmpty();
        named.forEach((library, version) -> assertThat(shipped.keySet().stream()
                        .filter(Pattern.compile(library.replace("*", ".*")).asMatchPredicate())
                        .map(shipped::get)
                        .distinct())
                .as(library)
                .containsExactly(version));
        assertThat(Set.copyOf(named.values())).containsAll(newerVersionsOfThePom());
        assertThat(shipped).doesNotContainKeys("bcprov-jdk15on", "bcpkix-jdk15on", "bcutil-jdk15on");
    }

    /** A row may name several libraries, each with a star for what differs. */
    private static Map<String, String> librariesOfThePage() throws IOException {
        Map<String, String> versions = new TreeMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| (`[^|]+`) \\| ([0-9][^ |]*) \\|")
                .matcher(Files.readString(Distribution.project().resolve("docs/assurance/libraries.md")));
        while (rows.find()) {
            for (String library : rows.group(1).split(", ", -1)) {
                versions.put(library.replace("`", ""), rows.group(2));
            }
        }
        return versions;
    }

    private static Set<String> newerVersionsOfThePom() throws IOException {
        String pom = Files.readString(Distribution.project().resolve("server/pom.xml"));
        String managed = pom.substring(pom.indexOf("<dependencyManagement>"), pom.indexOf("</dependencyManagement>"));
        return Pattern.compile("<version>([0-9][^<]*)</version>")
                .matcher(managed)
                .results()
                .map(version -> version.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void listsInTheOtherOneWhatTheExtensionBringsAlong() throws Exception {
        Sbom sbom = Sbom.read(unpacked.resolve("sbom/digipoort-james-extension.cdx.json"));

        assertThat(sbom.format()).isEqualTo("CycloneDX 1.6");
        assertThat(sbom.subject()).isEqualTo("digipoort-james-extension");
        assertThat(sbom.names()).containsExactlyInAnyOrder("HikariCP", "saslprep", "stringprep");
    }

    @Test
    void listsInTheThirdOneWhatTheCommandLineBringsAlong() throws Exception {
        Sbom sbom = Sbom.read(unpacked.resolve("sbom/digipoort-command-line.cdx.json"));
        Sbom server = Sbom.read(unpacked.resolve("sbom/digipoort-james-server.cdx.json"));

        assertThat(sbom.names()).containsExactly("jackson-core");
        assertThat(sbom.versions().get("jackson-core"))
                .isEqualTo(server.versions().get("jackson-core"));
    }

    @Test
    void hasAManPageAndCompletionsWhereShellsLookForThem() {
        assertThat(unpacked.resolve("share/man/man1/digipoort.1")).isNotEmptyFile();
        assertThat(unpacked.resolve("share/bash-completion/completions/digipoort"))
                .isNotEmptyFile();
        assertThat(unpacked.resolve("share/zsh/site-functions/_digipoort")).isNotEmptyFile();
    }

    /** The names of a folder's files by their SHA-256. */
    private static Map<String, String> jars(String folder) throws Exception {
        Map<String, String> jars = new TreeMap<>();
        for (Path file : files(unpacked.resolve(folder))) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            jars.put(HexFormat.of().formatHex(sum), file.getFileName().toString());
        }
        return jars;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
