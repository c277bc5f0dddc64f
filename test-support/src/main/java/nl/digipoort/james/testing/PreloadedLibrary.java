// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A library of ours in C that {@code LD_PRELOAD} puts in front of the C library of one process. It is compiled once in the life of this JVM,
 * into a folder that every user may read. Without {@code gcc} the test is skipped, but it fails if CI=true.
 */
final class PreloadedLibrary {
    private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

    private PreloadedLibrary() {}

    /** The library made from the resource of that name and {@code .c}. Skips or fails the calling test if it cannot be compiled here. */
    static Path compiled(String name) {
        boolean possible = isRunning("gcc", "--version");
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(possible).as("gcc").isTrue();
        }
        assumeTrue(possible, "no gcc");
        return COMPILED.computeIfAbsent(name, PreloadedLibrary::compile);
    }

    private static Path compile(String name) {
        try (InputStream source = PreloadedLibrary.class.getResourceAsStream(name + ".c")) {
            Path folder = Files.createTempDirectory("digipoort-preload");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path text = folder.resolve(name + ".c");
            Path library = folder.resolve(name + ".so");
            Files.copy(source, text);
            assertThat(isRunning(
                            "gcc",
                            "-shared",
                            "-fPIC",
                            "-O2",
                            "-Wall",
                            "-Werror",
                            "-o",
                            library.toString(),
                            text.toString(),
                            "-ldl"))
                    .as("compiles " + text)
                    .isTrue();
            for (Path file : new Path[] {folder, text, library}) {
                file.toFile().deleteOnExit();
            }
            return library;
        } catch (IOException e) {
            throw new IllegalStateException("no library can be made of " + name, e);
        }
    }

    /** Whether the command ends with 0; what it prints as an error is shown. */
    private static boolean isRunning(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
