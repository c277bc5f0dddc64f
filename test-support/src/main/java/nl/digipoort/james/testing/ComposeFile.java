// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A compose file, as far as tests need it. Where compose has two notations, it reads only the one that our files use. */
public final class ComposeFile {
    private final Path folder;
    private final Map<?, ?> document;

    private ComposeFile(Path folder, Map<?, ?> document) {
        this.folder = folder;
        this.document = document;
    }

    public static ComposeFile read(Path file) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<?, ?> document = yaml.load(Files.readString(file));
        return new ComposeFile(file.toAbsolutePath().getParent(), document);
    }

    /** The names of all services. */
    public Set<String> services() {
        return names(part(document, "services"));
    }

    public Service service(String name) {
        return new Service(part(part(document, "services"), name));
    }

    /** The networks without a connection to the outside. */
    public Set<String> internalNetworks() {
        Map<?, ?> networks = part(document, "networks");
        return names(networks).stream()
                .filter(name -> Boolean.TRUE.equals(part(networks, name).get("internal")))
                .collect(Collectors.toSet());
    }

    private static Map<?, ?> part(Map<?, ?> whole, String name) {
        if (whole.get(name) instanceof Map<?, ?> found) {
            return found;
        }
        throw new IllegalArgumentException("no '" + name + "' among " + whole.keySet());
    }

    private static Set<String> names(Map<?, ?> part) {
        return part.keySet().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A file or folder of the host that is mounted in the container. */
    public record Mount(Path source, String target, boolean readOnly) {}

    /** A service of the file. */
    public final class Service {
        private final Map<?, ?> service;

        private Service(Map<?, ?> service) {
            this.service = service;
        }

        /** The value of a key, if it is one word. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(service.get(key)).map(Object::toString);
        }

        /** The version in the tag of its image, {@code 3.10.8} of {@code rabbitmq:3.10.8-management}. */
        public String version() {
            return text("image").orElseThrow().replaceAll(".*:|-.*", "");
        }

        public boolean has(String key) {
            return service.containsKey(key);
        }

        /** The mounted files and folders of the host, in order; without volumes. */
        public List<Mount> mounts() {
            return list("volumes")
                    .map(volume -> volume.split(":", -1))
                    .filter(words -> words[0].startsWith("./"))
                    .map(words -> new Mount(
                            folder.resolve(words[0]).normalize(), words[1], words.length > 2 && words[2].equals("ro")))
                    .collect(Collectors.toUnmodifiableList());
        }

        /** Its secrets by name, with their files on the host. */
        public Map<String, Path> secrets() {
            Map<String, Path> secrets = new TreeMap<>();
            list("secrets").forEach(name -> {
                Object file = part(part(document, "secrets"), name).get("file");
                secrets.put(name, folder.resolve(String.valueOf(file)).normalize());
            });
            return secrets;
        }

        /** The value of a key, if it is a list of words. */
        public List<String> texts(String key) {
            return list(key).collect(Collectors.toUnmodifiableList());
        }

        public List<String> ports() {
            return texts("ports");
        }

        public List<String> networks() {
            return texts("networks");
        }

        /** The environment variables by name. */
        public Map<String, String> environment() {
            Map<String, String> environment = new TreeMap<>();
            part(service, "environment").forEach((key, value) -> environment.put(key.toString(), value.toString()));
            return environment;
        }

        private Stream<String> list(String key) {
            return service.get(key) instanceof List<?> values ? values.stream().map(Object::toString) : Stream.of();
        }
    }
}
