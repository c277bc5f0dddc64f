// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;

/** James's file system on a directory. */
final class TestFiles implements FileSystem {
    private final Path directory;

    TestFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public InputStream getResource(String url) throws IOException {
        return Files.newInputStream(directory.resolve(url));
    }

    @Override
    public File getFile(String url) {
        return directory.resolve(url).toFile();
    }

    @Override
    public File getBasedir() {
        return directory.toFile();
    }
}
