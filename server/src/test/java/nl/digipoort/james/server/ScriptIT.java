// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on a machine that lacks something: one line that says what, and exit 2. */
class ScriptIT {
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "cksum",
            "cut",
            "dirname",
            "readlink",
            "sed",
            "head",
            "find",
            "mkdir",
            "touch",
            "tail",
            "tee",
            "grep",
            "mv");

    @TempDir
    private Path scratch;

    private Path path;

    @BeforeEach
    void linkTheToolsOfAnyMachine() throws IOException {
        path = Files.createDirectory(scratch.resolve("bin"));
        for (String tool : TOOLS) {
            Path found = Files.exists(Path.of("/usr/bin", tool)) ? Path.of("/usr/bin", tool) : Path.of("/bin", tool);
            Files.createSymbolicLink(path.resolve(tool), found);
        }
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        assertRefused(run(Map.of(), "run"), "no java found: JDK 17 or later is needed");
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        assertRefused(run(Map.of("JAVA_HOME", "/no/such/jdk"), "run"), "JAVA_HOME is /no/such/jdk");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        program("java", "echo 'openjdk version \"11.0.20\" 2023-07-18' >&2");

        assertRefused(run(Map.of(), "run"), "is Java 11: JDK 17 or later is needed");
    }

    @Test
    void saysThatMavenIsMissingOrTooOld() throws Exception {
        Path copy = copyWithoutBuild();
        program("java", "echo 'openjdk version \"17.0.1\" 2021-10-19' >&2");
        program("javac", ":");

        assertRefused(run(copy, Map.of(), "run"), "no mvn found: Maven 3.8 or later is needed");

        program("mvn", "echo 'Apache Maven 3.6.3 (old)'");
        assertRefused(run(copy, Map.of(), "run"), "mvn is Maven 3.6: Maven 3.8 or later is needed");
    }

    @Test
    void explainsItselfWithoutJava() throws Exception {
        Outcome outcome = run(Map.of(), "--help");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.stdout()).contains("./digipoort demo", "./digipoort run --home DIR", "./digipoort cli");
        assertThat(run(Map.of(), "help", "run").stdout())
                .startsWith("  ./digipoort run --home DIR")
                .doesNotContain("./digipoort demo");
        assertRefused(run(Map.of(), "help", "nothing"), "no help on 'nothing'");
    }

    /** Two would keep the JVM from starting. */
    @Test
    void choosesACollectorWhereTheOperatorChoosesNone() throws Exception {
        program(
                "java",
                "case $1 in -version) echo 'openjdk version \"17.0.1\" 2021-10-19' >&2 ;; *) echo \"$@\" ;; esac");

        Path copy = copyWithoutBuild();
        Path distribution = Files.createDirectories(copy.resolveSibling("server/target/digipoort"));
        Files.createFile(distribution.resolve(".built"));
        Files.createFile(Files.createDirectory(distribution.resolve("lib")).resolve("digipoort-james-server.jar"));

        assertThat(run(copy, Map.of(), "run").stdout()).contains("-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError");
        assertThat(run(copy, Map.of("DIGIPOORT_JAVA_OPTS", "-Xmx1g -XX:+UseG1GC"), "run")
                        .stdout())
                .contains("-Xmx1g -XX:+UseG1GC")
                .doesNotContain("Parallel");
    }

    /** Each start of Java costs as much as the whole command. */
    @Test
    void startsJavaOnceForACommandThatAsksAServer() throws Exception {
        Path jdk = Files.createDirectories(scratch.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.9\"\n");
        program("../jdk/bin/java", "case $1 in -version) exit 3 ;; *) echo \"$@\" ;; esac");
        Path copy = copyWithoutBuild();
        Path distribution = Files.createDirectories(copy.resolveSibling("server/target/digipoort"));
        Files.createFile(distribution.resolve(".built"));
        Files.createFile(Files.createDirectory(distribution.resolve("lib")).resolve("digipoort-command-line.jar"));

        Outcome outcome = run(copy, Map.of("JAVA_HOME", jdk.toString()), "status", "--url", "http://a b");

        assertThat(outcome.stdout())
                .contains("-XX:+UseSerialGC", "-Ddigipoort.terminal=false")
                .endsWith("/lib/digipoort-command-line.jar status --url http://a b\n");
        assertThat(run(copy, Map.of("JAVA_HOME", jdk.toString(), "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"), "locks")
                        .stdout())
                .doesNotContain("Serial");
    }

    private Path copyWithoutBuild() throws IOException {
        Path copy = Files.createDirectory(scratch.resolve("clone"));
        Files.copy(script(), copy.resolve("digipoort"));
        return copy.resolve("digipoort");
    }

    private void program(String name, String body) throws IOException {
        Path file = path.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
        return run(script(), environment, arguments);
    }

    private Outcome run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        Path stdout = scratch.resolve("stdout");
        Path stderr = scratch.resolve("stderr");
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    }

    private static Path script() {
        return Path.of(System.getProperty("digipoort.script"));
    }

    private static void assertRefused(Outcome outcome, String named) {
        assertThat(outcome.stderr()).startsWith("digipoort: ").contains(named);
        assertThat(outcome.stderr().lines()).hasSize(1);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(2);
    }
}
