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

/** A compose file, as far as tests ask about it; of the two ways to write a thing it knows the one that ours use. */
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

    /** The networks from which nothing leads outside. */
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

    /** A file or folder of the host in the container. */
    public record Mount(Path source, String target, boolean readOnly) {}

    /** One of its services. */
    public final class Service {
        private final Map<?, ?> service;

        private Service(Map<?, ?> service) {
            this.service = service;
        }

        /** What it says under a key, if it is one word. */
        public Optional<String> text(String key) {
            return Optional.ofNullable(service.get(key)).map(Object::toString);
        }

        public boolean has(String key) {
            return service.containsKey(key);
        }

        /** The files and folders of the host that it sees, in order; no volumes. */
        public List<Mount> mounts() {
            return list("volumes")
                    .map(volume -> volume.split(":", -1))
                    .filter(words -> words[0].startsWith("./"))
                    .map(words -> new Mount(
                            folder.resolve(words[0]).normalize(), words[1], words.length > 2 && words[2].equals("ro")))
                    .collect(Collectors.toUnmodifiableList());
        }

        /** Its secrets by name, each with its file on the host. */
        public Map<String, Path> secrets() {
            Map<String, Path> secrets = new TreeMap<>();
            list("secrets").forEach(name -> {
                Object file = part(part(document, "secrets"), name).get("file");
                secrets.put(name, folder.resolve(String.valueOf(file)).normalize());
            });
            return secrets;
        }

        /** What it says under a key, if it is a list of words. */
        public List<String> texts(String key) {
            return list(key).collect(Collectors.toUnmodifiableList());
        }

        public List<String> ports() {
            return texts("ports");
        }

        public List<String> networks() {
            return texts("networks");
        }

        /** Its environment. */
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
