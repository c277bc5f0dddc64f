// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Images with the names that our compose files have, made of Debian's packages without a registry. What is installed is kept in the
 * user's cache from one run to the next.
 */
final class StandInImages {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/digipoort");

    private final ContainerEngine engine;
    private final Path scratch;

    StandInImages(ContainerEngine engine, Path scratch) {
        this.engine = engine;
        this.scratch = scratch;
    }

    /** Java 17, the base of ours and of James's. */
    void java() throws Exception {
        install("java-17", "openjdk-17-jre-headless,ca-certificates", "docker.io/library/eclipse-temurin:17-jre");
    }

    void postgresql() throws Exception {
        install("postgresql-15", "postgresql-15", "localhost/postgresql-root");
        build(ContainerEngine.SOURCES.resolve("postgresql"), "docker.io/library/postgres:15.20");
    }

    /** @param unpacked the archive, whose jars of James it has */
    void james(Path unpacked) throws Exception {
        Path context = scratch.resolve("james");
        String main = ContainerMain.class.getName().replace('.', '/') + ".class";
        Path classes = Path.of(ContainerMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path copy = context.resolve("classes").resolve(main);
        engine.run(scratch, "cp -r " + ContainerEngine.SOURCES.resolve("james") + " " + context);
        engine.run(unpacked, "cp -r lib " + context + " && rm " + context + "/lib/postgresql-*.jar");
        Files.createDirectories(copy.getParent());
        Files.copy(classes.resolve(main), copy);
        build(context, "docker.io/apache/james:jpa-3.8.1");
    }

    private void install(String name, String packages, String tag) throws Exception {
        Path root = CACHE.resolve("bookworm-" + name + ".tar");
        RealClient.in(scratch).run(ContainerEngine.SOURCES.resolve("make-root").toString(), root.toString(), packages);
        engine.run(scratch, "podman import --quiet " + root + " " + tag);
    }

    private void build(Path context, String tag) throws Exception {
        engine.run(context, "podman build --quiet --file Containerfile --tag " + tag + " .");
    }
}
