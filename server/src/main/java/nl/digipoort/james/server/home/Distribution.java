// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of the build, {@code conf/} and {@code extensions-jars/} among them, located from where this class was loaded. */
public final class Distribution {
    private final Path directory;

    private Distribution(Path directory) {
        this.directory = directory;
    }

    public static Distribution locate() {
        try {
            Path jar = Path.of(Distribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Distribution(jar.resolveSibling("..").normalize());
        } catch (URISyntaxException e) {
            throw new StartException("the distribution cannot be found: " + e.getMessage(), e);
        }
    }

    /** Copies the files, completely or not at all; an existing directory belongs to the operator and is not changed. */
    void copyConfigurationTo(Path target, HomeKind kind) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        OwnerOnly.directory(part);
        for (String folder : kind.folders()) {
            copy(directory.resolve(folder), part, kind);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path source, Path target, HomeKind kind) throws IOException {
        for (Path file : tree(source)) {
            Path copy = target.resolve(source.relativize(file).toString());
            if (Files.isDirectory(file)) {
                OwnerOnly.directory(copy);
            } else if (kind.reads(file.getFileName().toString())) {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The jar that James loads. */
    public Path extension() {
        return directory.resolve("extensions-jars/digipoort-james-extension.jar");
    }

    /** The jars of the test server beside those of the class path. */
    public List<Path> testServer() {
        Path folder = directory.resolve("testserver");
        return List.of(
                extension(),
                folder.resolve("digipoort-test-kit.jar"),
                folder.resolve("apache-james-mailbox-memory.jar"));
    }

    /** Updates our jars; other jars of the operator are not changed. */
    void refreshExtensions(Path target) throws IOException {
        OwnerOnly.directory(target);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory.resolve("extensions-jars"), "*.jar")) {
            for (Path jar : jars) {
                Path part = Files.createTempFile(target.resolveSibling("var"), "extension", ".part");
                Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target.resolve(jar.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }
}
