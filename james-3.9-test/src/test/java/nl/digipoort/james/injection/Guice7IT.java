// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import nl.digipoort.james.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module of the jar for James 3.9 on Guice 7, which knows {@code jakarta.inject} only. */
class Guice7IT {
    private static final Path JAR = Path.of(System.getProperty("digipoort.extension"));
    private static final Path JAMES = Path.of(System.getProperty("digipoort.james"));
    private static final List<String> OF_JAMES_39 = List.of("guice-", "jakarta.", "guava-");

    @Test
    void wiresAllOfItsPartsAndTheirScopes() throws Exception {
        assertThat(wire(Path.of("..").toAbsolutePath().normalize()))
                .contains(
                        "nl.digipoort.james.delivery.HeldSweep",
                        "nl.digipoort.james.lock.LeaseKeeper",
                        "nl.digipoort.james.retention.RemovedUsers");
    }

    /** On the pool of the jar, which is renamed, through a real connection. */
    @Test
    void opensTheDatabaseOfPostgresApp(@TempDir Path home) throws Exception {
        TestPostgres postgres = TestPostgres.running();
        Path conf = Files.createDirectory(home.resolve("conf"));
        try (Stream<Path> files = Files.list(Path.of("../conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                conf.resolve("postgres.properties"),
                "database.host=127.0.0.1\ndatabase.port=" + postgres.port() + "\ndatabase.username=" + postgres.user()
                        + "\ndatabase.password=unused\n");

        assertThat(wire(home)).contains("nl.digipoort.james.stores.jdbc.PostgresDatabase");
    }

    private Set<String> wire(Path home) throws Exception {
        String classPath = Files.readString(JAR.resolveSibling("james-3.8.classpath"));
        try (JakartaLoader loader = new JakartaLoader(first(), classPath)) {
            Thread.currentThread().setContextClassLoader(loader);
            @SuppressWarnings("unchecked")
            Function<String, Set<String>> wiring =
                    (Function<String, Set<String>>) loader.loadClass(Wiring.class.getName())
                            .getDeclaredConstructor()
                            .newInstance();

            return wiring.apply(home.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    private static List<Path> first() throws Exception {
        List<Path> first = new ArrayList<>();
        first.add(JAR);
        first.add(Path.of(
                Wiring.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        try (Stream<Path> jars = Files.list(JAMES)) {
            jars.filter(jar -> OF_JAMES_39.stream().anyMatch(jar.getFileName().toString()::startsWith))
                    .forEach(first::add);
        }
        return first;
    }
}
