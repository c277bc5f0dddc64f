// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One digest of the configuration files, by which a change of any of them shows: the SHA-256 of what {@code sha256sum} prints for them in
 * the order of their names. Files of keys, certificates and passwords are left out.
 */
public final class ConfigurationDigest {
    private static final List<String> ENDINGS = List.of(".xml", ".properties", ".conf");

    private ConfigurationDigest() {}

    /**
     * The digest in hexadecimal.
     *
     * @param directory the directory of James's configuration
     * @throws IOException if a file cannot be read
     */
    public static String of(Path directory) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : names(directory)) {
            byte[] content = Files.readAllBytes(directory.resolve(name));
            lines.append(Hashing.sha256().hashBytes(content))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        return Hashing.sha256().hashString(lines, StandardCharsets.UTF_8).toString();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                    .sorted()
                    .collect(Collectors.toUnmodifiableList());
        }
    }
}
