// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.command.line.UsageException;

/**
 * A James on disk, as its zip ({@code conf/}, {@code james-server-…-app.lib/}) or its image ({@code conf/}, {@code libs/}) lays it out, or
 * the home of the embedded server, which has no jars of James. Immutable.
 */
final class James {
    private static final Pattern CORE = Pattern.compile("james-server-core-(\\d+\\.\\d+)[.-].*jar");

    private final Path directory;
    private final List<String> jars;
    private final Optional<JamesVersion> version;

    private James(Path directory, List<String> jars, Optional<JamesVersion> version) {
        this.directory = directory;
        this.jars = List.copyOf(jars);
        this.version = version;
    }

    /** @throws UsageException if that is no James of a version that the extension is built for */
    static James in(Path directory) {
        requireConfiguration(directory, "James");
        List<String> jars = jarsBelow(directory);
        List<String> versions = jars.stream()
                .map(CORE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .collect(Collectors.toUnmodifiableList());
        if (versions.isEmpty()) {
            throw new UsageException(directory
                    + " is no James: there is no james-server-core-….jar in a folder *.lib, libs or lib of it");
        }
        if (versions.size() > 1) {
            throw new UsageException(directory + " has jars of James " + String.join(" and ", versions)
                    + ": remove those of the one that does not run");
        }
        String found = versions.get(0);
        for (JamesVersion version : JamesVersion.values()) {
            if (version.text().equals(found)) {
                return new James(directory, jars, Optional.of(version));
            }
        }
        throw new UsageException(directory + " is James " + found + "; the extension is built for 3.8 and 3.9");
    }

    /** @throws UsageException if that is no home of the embedded server */
    static James home(Path directory) {
        requireConfiguration(directory, "home of the embedded server");
        return new James(directory, List.of(), Optional.empty());
    }

    private static void requireConfiguration(Path directory, String what) {
        if (!Files.isDirectory(directory.resolve("conf"))) {
            throw new UsageException(directory + " is no " + what + ": there is no folder conf in it");
        }
    }

    private static List<String> jarsBelow(Path directory) {
        List<String> jars = new ArrayList<>();
        for (Path folder : list(directory)) {
            String name = folder.getFileName().toString();
            if (Files.isDirectory(folder) && (name.endsWith(".lib") || name.equals("libs") || name.equals("lib"))) {
                list(folder).forEach(jar -> jars.add(jar.getFileName().toString()));
            }
        }
        return jars;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().collect(Collectors.toUnmodifiableList());
        } catch (IOException e) {
            throw new UsageException(folder + " cannot be read: " + e.getMessage());
        }
    }

    Path directory() {
        return directory;
    }

    Path conf() {
        return directory.resolve("conf");
    }

    Path extensions() {
        return directory.resolve("extensions-jars");
    }

    /** Empty for the embedded server, which has the extension in it. */
    Optional<JamesVersion> version() {
        return version;
    }

    boolean isEmbedded() {
        return version.isEmpty();
    }

    /** Whether a jar of this artifact is among those of James. */
    boolean has(String artifact) {
        return jars.stream().anyMatch(jar -> jar.matches(Pattern.quote(artifact) + "-\\d.*\\.jar"));
    }

    /** Whether a file of that name is in {@code extensions-jars/}. */
    boolean hasExtension(String name) {
        return Files.isDirectory(extensions())
                && list(extensions()).stream()
                        .anyMatch(file -> file.getFileName().toString().matches(name));
    }
}
