// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.server.core.configuration.Configuration;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.PropertiesProvider;

/** The files of a James, and James's own classes that read them. */
public final class TestFiles {
    private final Path home;
    private final Configuration configuration;

    private TestFiles(Path home) {
        this.home = home;
        this.configuration =
                Configuration.builder().workingDirectory(home.toString()).build();
    }

    public static TestFiles in(Path home) {
        return new TestFiles(home);
    }

    public TestFiles with(String file, String content) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), content);
        return this;
    }

    FileSystem files() {
        return new FileSystemImpl(configuration.directories());
    }

    public PropertiesProvider properties() {
        return new PropertiesProvider(files(), configuration.configurationPath());
    }

    FileConfigurationProvider xml() {
        return new FileConfigurationProvider(files(), configuration);
    }
}
