// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive of the build and its content, as an operator gets it. */
public final class DistributionArchive {
    private DistributionArchive() {}

    public static Path file() {
        return Path.of(System.getProperty("digipoort.archive")).toAbsolutePath();
    }

    /** @return the archive's one folder, in a new folder with the given name */
    public static Path unpack(Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        Process tar = new ProcessBuilder("tar", "-xzf", file().toString(), "-C", into.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!tar.waitFor(2, TimeUnit.MINUTES) || tar.exitValue() != 0) {
            throw new IllegalStateException("tar cannot unpack " + file());
        }
        try (Stream<Path> folders = Files.list(into)) {
            List<Path> found = folders.toList();
            if (found.size() != 1) {
                throw new IllegalStateException("the archive has not one folder but " + found);
            }
            return found.get(0);
        }
    }
}
