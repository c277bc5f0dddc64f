// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digipoort.james.testing.ComposeFile;

/**
 * The file system of a container of stock James, as far as a compose file defines it: mounts and secrets, under a folder that replaces
 * {@code /}.
 */
final class ContainerFiles {
    private static final String SECRETS = "/run/secrets/";
    private static final Pattern SECRET = Pattern.compile(Pattern.quote(SECRETS) + "([a-z0-9-]+)");

    private final Path root;
    private final ComposeFile.Service service;
    private final Set<String> secretsAskedFor = new TreeSet<>();

    private ContainerFiles(Path root, ComposeFile.Service service) {
        this.root = root;
        this.service = service;
    }

    static ContainerFiles make(ComposeFile.Service service, Path root) throws IOException {
        ContainerFiles files = new ContainerFiles(root, service);
        for (ComposeFile.Mount mount : service.mounts()) {
            copy(mount.source(), files.at(mount.target()));
        }
        for (Map.Entry<String, Path> secret : service.secrets().entrySet()) {
            copy(secret.getValue(), files.at(SECRETS + secret.getKey()));
        }
        files.moveSecrets();
        return files;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path file : tree.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** The settings name them by their path in the container, which a test does not have. */
    private void moveSecrets() throws IOException {
        try (Stream<Path> files = Files.list(at("/root/conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                SECRET.matcher(text).results().forEach(found -> secretsAskedFor.add(found.group(1)));
                Files.writeString(file, text.replace("file:UTF-8:" + SECRETS, "file:UTF-8:" + at(SECRETS) + "/"));
            }
        }
    }

    /** The file for a path of the container. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    String secret(String name) throws IOException {
        return Files.readString(at(SECRETS + name));
    }

    /** The secrets that the configuration names. */
    Set<String> secretsAskedFor() {
        return secretsAskedFor;
    }

    Set<String> secretsGiven() {
        return service.secrets().keySet();
    }

    String javaOptions() {
        return service.environment().get("JAVA_TOOL_OPTIONS");
    }

    /** The content of each file of a folder, to check that the server did not change it. */
    Map<Path, String> content(String folder) throws IOException {
        Map<Path, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(at(folder))) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            for (Path file : found) {
                content.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
