// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of {@code mvn package}, and how to run it. */
public final class Distribution {
    private Distribution() {}

    public static Path directory() {
        return Path.of(System.getProperty("digipoort.distribution", "target/digipoort"))
                .toAbsolutePath();
    }

    /** The folder of the whole project, with its documents. */
    public static Path project() {
        return Path.of(System.getProperty("digipoort.project", "..")).toAbsolutePath();
    }

    static ProcessBuilder command(String... arguments) {
        return commandWithHeap("512m", arguments);
    }

    /**
     * Uses the first compiler only: most servers of the tests live for seconds, too short for the second one to pay off. Maps the class
     * data that the build has written.
     *
     * @param heap as in {@code -Xmx}
     */
    static ProcessBuilder commandWithHeap(String heap, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-Xlog:cds*=off"));
        classData().map(file -> "-XX:SharedArchiveFile=" + file).ifPresent(command::add);
        command.add("-jar");
        command.add(directory().resolve("lib/digipoort-james-server.jar").toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static Optional<Path> classData() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().matches("classes-.*\\.jsa"))
                    .findAny();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
