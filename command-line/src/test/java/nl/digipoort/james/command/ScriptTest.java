// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script where Java does not behave. */
class ScriptTest {
    @TempDir
    private Path scratch;

    private Path script;
    private Path java;

    @BeforeEach
    void unpack() throws Exception {
        script = scratch.resolve("bin/digipoort");
        Files.createDirectory(script.getParent());
        Files.copy(Path.of("..", "digipoort"), script);
        Path lib = Files.createDirectory(scratch.resolve("lib"));
        Files.createFile(lib.resolve("digipoort-james-server.jar"));
        Files.createFile(lib.resolve("digipoort-command-line.jar"));
        java = Files.createDirectories(scratch.resolve("jdk/bin")).resolve("java");
        Files.writeString(scratch.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    }

    private ProcessBuilder running(String programOfJava, String... command) throws Exception {
        Files.writeString(java, "#!/bin/sh\n" + programOfJava);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", scratch.resolve("jdk").toString());
        builder.environment()
                .put("TMPDIR", Files.createDirectory(scratch.resolve("tmp")).toString());
        return builder;
    }

    @Test
    void leavesNoScratchServerBehindWhenItIsEnded() throws Exception {
        Path started = scratch.resolve("started");
        assertThat(new ProcessBuilder("mkfifo", started.toString()).start().waitFor())
                .isZero();
        ProcessBuilder builder =
                running("echo $$ >\"$STARTED\"\nexec sleep 300\n", "/bin/sh", script.toString(), "class-data");
        builder.environment().put("STARTED", started.toString());

        Process process = builder.start();
        Optional<ProcessHandle> server =
                ProcessHandle.of(Long.parseLong(Files.readString(started).strip()));
        process.destroy();

        try {
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(server.filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(scratch.resolve("tmp")).isEmptyDirectory();
        } finally {
            server.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void namesClassDataOnATerminalUntilItIsThere() throws Exception {
        ProcessBuilder builder =
                running("echo \"$*\"\n", "script", "-qec", "/bin/sh " + script + " run --home x", "/dev/null");
        builder.redirectErrorStream(true);
        String hint = "digipoort: '" + script + " class-data', once, makes each start faster";

        assertThat(said(builder)).contains("digipoort: starting", hint, "-jar ");

        Process checksum = new ProcessBuilder("sh", "-c", "cat lib/digipoort-*.jar | cksum | cut -d ' ' -f 1")
                .directory(scratch.toFile())
                .start();
        String jars = new String(checksum.getInputStream().readAllBytes(), US_ASCII).strip();
        Files.createFile(scratch.resolve("classes-17.0.9-" + jars + ".jsa"));
        assertThat(said(builder))
                .contains("digipoort: starting", "-XX:SharedArchiveFile=")
                .doesNotContain(hint);
    }

    private static String said(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
