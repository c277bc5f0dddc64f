// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script where Java does not behave. */
class ScriptTest {
    @Test
    void leavesNoScratchServerBehindWhenItIsEnded(@TempDir Path scratch) throws Exception {
        Path script = scratch.resolve("bin/digipoort");
        Files.createDirectory(script.getParent());
        Files.copy(Path.of("..", "digipoort"), script);
        Path lib = Files.createDirectory(scratch.resolve("lib"));
        Files.createFile(lib.resolve("digipoort-james-server.jar"));
        Files.createFile(lib.resolve("digipoort-command-line.jar"));
        Path jdk = scratch.resolve("jdk");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
        Files.writeString(java, "#!/bin/sh\necho $$ >\"$STARTED\"\nexec sleep 300\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path started = scratch.resolve("started");
        assertThat(new ProcessBuilder("mkfifo", started.toString()).start().waitFor())
                .isZero();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "class-data");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("STARTED", started.toString());
        builder.environment()
                .put("TMPDIR", Files.createDirectory(scratch.resolve("tmp")).toString());

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
}
