package nl.digipoort.james.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;

/** A home whose conf/ is the overlay with something changed in pop3server.xml. */
final class ChangedConfiguration {
    private ChangedConfiguration() {}

    static Path home(Path home, String found, String replacement) throws IOException {
        Path conf = home.resolve("conf");
        Files.createDirectories(conf);
        try (Stream<Path> files = Files.list(Distribution.directory().resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName().toString()));
            }
        }
        Path pop3server = conf.resolve("pop3server.xml");
        String text = Files.readString(pop3server);
        if (!text.contains(found)) {
            throw new IllegalArgumentException("pop3server.xml has no '" + found + "'");
        }
        Files.writeString(pop3server, text.replace(found, replacement));
        return home;
    }
}
