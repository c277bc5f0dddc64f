// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;

/** A file that a setting names by an absolute path, or by a URL as James resolves it. James alone looks for a path in its class path. */
public final class NamedFile {
    private NamedFile() {}

    public static Path find(FileSystem files, String place) throws FileNotFoundException {
        return isPath(place) ? Path.of(place) : files.getFile(place).toPath();
    }

    public static InputStream open(FileSystem files, String place) throws IOException {
        return isPath(place) ? Files.newInputStream(Path.of(place)) : files.getResource(place);
    }

    private static boolean isPath(String place) {
        return place.startsWith("/");
    }
}
