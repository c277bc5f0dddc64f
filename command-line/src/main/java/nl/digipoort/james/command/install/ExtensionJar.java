// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import nl.digipoort.james.command.line.UsageException;

/** A file that has the extension in it, whatever its name, with the James that it is for. Immutable. */
final class ExtensionJar {
    private static final String MODULE = Names.MODULE.replace('.', '/') + ".class";

    private final Path file;
    private final JamesVersion version;

    private ExtensionJar(Path file, JamesVersion version) {
        this.file = file;
        this.version = version;
    }

    /** Empty if it is no such jar. */
    static Optional<ExtensionJar> of(Path file) {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            ZipEntry module = jar.getEntry(MODULE);
            if (module == null) {
                return Optional.empty();
            }
            try (InputStream octets = jar.getInputStream(module)) {
                String text = new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1);
                return Optional.of(new ExtensionJar(
                        file, text.contains("jakarta/inject/Inject") ? JamesVersion.V3_9 : JamesVersion.V3_8));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All below a folder, which may be a link: James loads each file there. */
    static List<ExtensionJar> allBelow(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder.toRealPath())) {
            Path real = folder.toRealPath();
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(ChangeWriter.PART))
                    .map(file -> folder.resolve(real.relativize(file)))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .collect(Collectors.toUnmodifiableList());
        } catch (IOException e) {
            throw new UsageException(folder + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * The one for that James: the file that is given, otherwise in the folders beside that of this command line's jar, as the archive has
     * them.
     *
     * @throws UsageException if there is none, or the one given is for another James
     */
    static ExtensionJar forJames(JamesVersion version, Optional<Path> given) {
        if (given.isPresent()) {
            ExtensionJar jar =
                    of(given.get()).orElseThrow(() -> new UsageException(given.get() + " is no jar of the extension"));
            if (jar.version != version) {
                throw new UsageException(
                        given.get() + " is for James " + jar.version.text() + "; this is James " + version.text());
            }
            return jar;
        }
        List<Path> places = places(version);
        return places.stream()
                .flatMap(place -> of(place).stream())
                .filter(jar -> jar.version == version)
                .findFirst()
                .orElseThrow(() -> new UsageException("the jar for James " + version.text() + " is not at "
                        + places.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + "; --jar names it"));
    }

    private static List<Path> places(JamesVersion version) {
        List<Path> places = new ArrayList<>();
        Path here = home();
        places.add(here.resolve(version.jar()));
        if (here.getParent() != null) {
            places.add(here.getParent().resolve(version.folder()).resolve(version.jar()));
        }
        return places;
    }

    private static Path home() {
        try {
            CodeSource source = ExtensionJar.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI()).toAbsolutePath().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this jar is no path", e);
        }
    }

    Path file() {
        return file;
    }

    JamesVersion version() {
        return version;
    }

    byte[] octets() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
    }
}
