package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * While the extension has no Guice module yet, {@code conf/} must not name it: gives such a home a conf/ that does not.
 * Does nothing once the module is there.
 */
final class ExtensionStandIn {
    private static final String MODULE = "nl/digipoort/james/module/DigipoortModule.class";

    private ExtensionStandIn() {}

    static boolean extensionIsComplete() throws IOException {
        Path jar = Distribution.directory().resolve("extensions-jars/digipoort-james-extension.jar");
        try (ZipFile extension = new ZipFile(jar.toFile())) {
            return extension.getEntry(MODULE) != null;
        }
    }

    static void prepare(Path home) throws IOException {
        Path conf = home.resolve("conf");
        if (extensionIsComplete() || Files.exists(conf)) {
            return;
        }
        Files.createDirectories(conf);
        for (Path file : files(Distribution.directory().resolve("conf"))) {
            Files.copy(file, conf.resolve(file.getFileName().toString()));
        }
        Files.writeString(conf.resolve("extensions.properties"), "");
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
