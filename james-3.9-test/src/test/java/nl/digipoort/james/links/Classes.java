// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of some jars, and those of Java. The first jar with a class of some name counts. */
final class Classes {
    private final Map<String, byte[]> octets = new HashMap<>();
    private Optional<Sources> sources = Optional.empty();
    private final Map<String, Optional<ClassFacts>> facts = new HashMap<>();

    private Classes() {}

    /** @param jars jars, and folders whose jars are taken */
    static Classes of(Path... jars) throws IOException {
        Classes classes = new Classes();
        for (Path jar : jars) {
            if (Files.isDirectory(jar)) {
                try (Stream<Path> files = Files.list(jar)) {
                    for (Path file : files.sorted().toList()) {
                        classes.add(file);
                    }
                }
            } else {
                classes.add(jar);
            }
        }
        return classes;
    }

    /** The same, and what the sources declare. */
    Classes with(Sources more) {
        sources = Optional.of(more);
        return this;
    }

    private void add(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (var entry :
                    jar.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (InputStream stream = jar.getInputStream(entry)) {
                    octets.putIfAbsent(entry.getName().replaceAll("\\.class$", ""), stream.readAllBytes());
                }
            }
        }
    }

    Set<String> names() {
        return new TreeSet<>(octets.keySet());
    }

    /** Those of the project, without what it brings along. */
    Set<String> ownNames() {
        Set<String> own = names();
        own.removeIf(name -> name.startsWith("nl/digipoort/james/shaded/"));
        return own;
    }

    byte[] octets(String name) {
        return octets.get(name);
    }

    boolean has(String name) {
        return octets.containsKey(name);
    }

    /** Whether Java has it, and no jar. */
    boolean isOfJava(String name) {
        return !has(name) && ClassLoader.getPlatformClassLoader().getResource(name + ".class") != null;
    }

    /** What the class declares; empty if neither the jars nor Java have it. */
    Optional<ClassFacts> find(String name) {
        return facts.computeIfAbsent(name, this::read);
    }

    private Optional<ClassFacts> read(String name) {
        if (octets.containsKey(name)) {
            return Optional.of(ClassFacts.read(octets.get(name)));
        }
        try (InputStream java = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return java == null
                    ? sources.flatMap(all -> all.find(name))
                    : Optional.of(ClassFacts.read(java.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The flags of a member, declared in the class or above it; empty if there is none. */
    Optional<Integer> member(String owner, String member) {
        Optional<ClassFacts> found = find(owner);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().members().containsKey(member)) {
            return Optional.of(found.get().members().get(member));
        }
        return Stream.concat(found.get().parents().stream(), Stream.of("java/lang/Object"))
                .filter(parent -> !parent.equals(owner))
                .flatMap(parent -> member(parent, member).stream())
                .findFirst();
    }

    /** The names of all types above the class, as far as they are known. */
    Set<String> above(String name) {
        Set<String> above = new TreeSet<>();
        find(name).ifPresent(found -> found.parents().forEach(parent -> {
            above.add(parent);
            above.addAll(above(parent));
        }));
        return above;
    }
}
