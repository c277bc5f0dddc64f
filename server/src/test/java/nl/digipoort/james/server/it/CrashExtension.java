// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import nl.digipoort.james.server.Distribution;

/**
 * An additional extension that ends the server after a step of a delivery. Built as an operator would build one: with the jars of the
 * distribution.
 */
final class CrashExtension {
    private static final String MODULE = "org.example.crash.CrashModule";
    private static final String ORDERS = "stop-behind";
    private static final String STOPPED = "stopped";
    private static final String CRASH = "crash";

    private final Path home;

    private CrashExtension(Path home) {
        this.home = home;
    }

    /** Adds it to a home that already has conf/. */
    static CrashExtension addTo(Path home, Path scratch) throws IOException {
        Path classes = compile(scratch);
        Path jars = Files.createDirectories(home.resolve("extensions-jars"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("crash.jar")))) {
            String directory = MODULE.substring(0, MODULE.lastIndexOf('.')).replace('.', '/');
            try (DirectoryStream<Path> files = Files.newDirectoryStream(classes.resolve(directory), "*.class")) {
                for (Path file : files) {
                    jar.putNextEntry(new JarEntry(directory + "/" + file.getFileName()));
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
        }
        Path properties = home.resolve("conf/extensions.properties");
        Files.writeString(
                properties,
                Files.readString(properties).replace("module.DigipoortModule", "module.DigipoortModule," + MODULE));
        Files.createDirectory(home.resolve(ORDERS));
        Files.createDirectory(home.resolve(STOPPED));
        return new CrashExtension(home);
    }

    private static Path compile(Path scratch) throws IOException {
        Path source = scratch.resolve("CrashModule.java");
        try (InputStream text = CrashExtension.class.getResourceAsStream("/crash/CrashModule.java.txt")) {
            Files.copy(text, source);
        }
        List<String> classPath = new ArrayList<>();
        for (String folder : List.of("lib", "extensions-jars")) {
            try (DirectoryStream<Path> jars =
                    Files.newDirectoryStream(Distribution.directory().resolve(folder), "*.jar")) {
                jars.forEach(jar -> classPath.add(jar.toString()));
            }
        }
        Path classes = Files.createDirectory(scratch.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "--release",
                        "11",
                        "-d",
                        classes.toString(),
                        "-cp",
                        String.join(":", classPath),
                        source.toString());
        assertThat(status).isZero();
        return classes;
    }

    /** From now on a delivery into this maildrop stops after this step. */
    void stopBehind(String step, String maildrop) throws IOException {
        Path part = home.resolve("order.part");
        Files.writeString(part, step);
        Files.move(part, home.resolve(ORDERS).resolve(maildrop), StandardCopyOption.ATOMIC_MOVE);
    }

    /** From now on a delivery into this maildrop uses up the server's memory after this step. */
    void runOutOfMemoryBehind(String step, String maildrop) throws IOException {
        stopBehind(step + " out-of-memory", maildrop);
    }

    /** The maildrops whose deliveries have stopped so far. */
    Set<String> stopped() throws IOException {
        return namesIn(STOPPED);
    }

    /** Ends the server while its deliveries are stopped. */
    void crash() throws IOException {
        Files.createFile(home.resolve(CRASH));
    }

    /** Withdraws all orders: deliveries that are stopped go on. */
    void stopNoMore() throws IOException {
        Files.deleteIfExists(home.resolve(CRASH));
        for (String folder : List.of(ORDERS, STOPPED)) {
            for (String name : namesIn(folder)) {
                Files.delete(home.resolve(folder).resolve(name));
            }
        }
    }

    private Set<String> namesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
