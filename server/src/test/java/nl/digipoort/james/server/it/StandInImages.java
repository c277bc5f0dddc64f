// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.testing.ComposeFile;
import nl.digipoort.james.testing.TestCassandra;

/**
 * Images with the names that our compose files have, made without a registry of Debian's packages, James's jars of the archive and
 * Cassandra's jars. The packages are kept in the user's cache from one run to the next.
 */
final class StandInImages {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/digipoort");

    private final ContainerEngine engine;
    private final Path scratch;
    private final Path unpacked;

    /** @param unpacked the archive */
    StandInImages(ContainerEngine engine, Path scratch, Path unpacked) {
        this.engine = engine;
        this.scratch = scratch;
        this.unpacked = unpacked;
    }

    /** Those of all files. */
    void make() throws Exception {
        ComposeFile jpa = ComposeFile.read(unpacked.resolve("docker-compose.yml"));
        ComposeFile distributed = ComposeFile.read(unpacked.resolve("docker-compose.distributed.yml"));
        debian();
        Path james = james();
        build(james, "Containerfile", jpa, "james");
        build(james, "Containerfile.distributed", distributed, "james");
        build(context("postgresql"), "Containerfile", jpa, "postgresql");
        build(cassandra(), "Containerfile", distributed, "cassandra");
        for (String service : List.of("rabbitmq", "opensearch", "s3")) {
            build(context(service), "Containerfile", distributed, service);
        }
    }

    /** The base of all, and as Java 17 that of ours. */
    private void debian() throws Exception {
        String makeRoot = ContainerEngine.SOURCES.resolve("make-root").toString();
        String root = RealClient.in(scratch)
                .run(makeRoot, CACHE.toString())
                .lines()
                .findFirst()
                .orElseThrow();
        engine.run(scratch, "podman import --quiet " + root + " localhost/debian");
        engine.run(scratch, "podman tag localhost/debian docker.io/library/eclipse-temurin:17-jre");
    }

    private Path james() throws Exception {
        Path context = context("james");
        engine.run(unpacked, "cp -r lib " + context + " && rm " + context + "/lib/postgresql-*.jar");
        String main = ContainerMain.class.getName().replace('.', '/') + ".class";
        Path classes = Path.of(ContainerMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path copy = context.resolve("classes").resolve(main);
        Files.createDirectories(copy.getParent());
        Files.copy(classes.resolve(main), copy);
        return context;
    }

    private Path cassandra() throws Exception {
        Path context = context("cassandra");
        engine.run(scratch, "cp -r " + TestCassandra.jars() + " " + context.resolve("lib"));
        Files.write(context.resolve("conf/jvm17.options"), TestCassandra.openings());
        return context;
    }

    private Path context(String name) throws Exception {
        engine.run(scratch, "cp -r " + ContainerEngine.SOURCES.resolve(name) + " " + scratch);
        return scratch.resolve(name);
    }

    private void build(Path context, String file, ComposeFile compose, String service) throws Exception {
        String image = compose.service(service).text("image").orElseThrow();
        String repository = image.contains("/") ? "docker.io/" : "docker.io/library/";
        engine.run(context, "podman build --quiet --file " + file + " --tag " + repository + image + " .");
    }
}
