// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import nl.digipoort.james.command.RecordedTerminal;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Syntax;

/** A James as its zip lays it out, with James's own sample configuration, and with the names of its jars only. */
final class SampleJames {
    private static final Path SAMPLES = Path.of("src/test/samples");
    private static final Syntax INSTALL = Syntax.none()
            .with("--james", "--realm", "--host", "--jar")
            .flag("--dry-run", "--keep-smtp", "--replace-smtp", "--change-realm");
    private static final Map<String, List<String>> JARS = Map.of(
            "memory", List.of("james-server-data-memory"),
            "jpa", List.of("james-server-data-jpa", "james-server-data-file", "apache-james-mailbox-jpa"),
            "distributed", List.of("james-server-mailrepository-cassandra", "apache-james-mailbox-cassandra"),
            "postgres", List.of("james-server-data-postgres", "apache-james-mailbox-postgres"));
    /** Which jOOQ brings along, in 3.9.0. */
    static final String DRIVER = "postgresql-42.7.5.jar";

    private static final SelfSigned CERTIFICATES = SelfSigned.of("pop3.example.org");

    private final Path directory;
    private final String version;

    private SampleJames(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    static SampleJames memory(Path directory) throws IOException {
        return of(directory, "3.8.1", "memory");
    }

    static SampleJames of(Path directory, String version, String kind) throws IOException {
        Path lib = directory.resolve("james-server-" + kind + "-app.lib");
        Files.createDirectories(lib);
        Files.createDirectories(directory.resolve("conf"));
        Files.createDirectories(directory.resolve("extensions-jars"));
        List<String> jars = new ArrayList<>(List.of("james-server-core", "james-server-webadmin-dropwizard-metrics"));
        jars.addAll(JARS.get(kind));
        for (String jar : jars) {
            Files.createFile(lib.resolve(jar + "-" + version + ".jar"));
        }
        if (kind.equals("postgres")) {
            Files.createFile(lib.resolve(DRIVER));
        }
        try (Stream<Path> files = Files.list(SAMPLES.resolve(version).resolve(kind))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, directory.resolve("conf").resolve(file.getFileName()));
            }
        }
        SampleJames james = new SampleJames(directory, version);
        Files.createDirectory(james.conf("tls"));
        james.secret("tls/private.key", CERTIFICATES.keys());
        james.secret("tls/certificate.pem", CERTIFICATES.certificates());
        return james;
    }

    SampleJames copy(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(directory.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new SampleJames(to, version);
    }

    private void secret(String name, String content) throws IOException {
        Files.createFile(
                conf(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(conf(name), content);
    }

    /** As James is released; making them takes seconds. */
    void withoutCertificates() throws IOException {
        Files.delete(conf("tls/private.key"));
        Files.delete(conf("tls/certificate.pem"));
        Files.delete(conf("tls"));
    }

    Path directory() {
        return directory;
    }

    Path conf(String name) {
        return directory.resolve("conf").resolve(name);
    }

    String read(String name) throws IOException {
        return Files.readString(conf(name));
    }

    void replace(String name, String text, String by) throws IOException {
        String before = read(name);
        if (!before.contains(text)) {
            throw new IllegalArgumentException(name + " has no " + text);
        }
        Files.writeString(conf(name), before.replace(text, by));
    }

    /** The class of this text stands for our module. */
    static Path jar(Path file, String injects) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry("nl/digipoort/james/module/DigipoortModule.class"));
            jar.write(("L" + injects + "/inject/Inject;").getBytes(StandardCharsets.ISO_8859_1));
        }
        return file;
    }

    Path rightJar() throws IOException {
        Path given = directory.resolveSibling("given-" + version + ".jar");
        return Files.exists(given) ? given : jar(given, version.startsWith("3.8") ? "javax" : "jakarta");
    }

    int install(RecordedTerminal terminal, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "--james",
                directory.toString(),
                "--realm",
                "example.org",
                "--host",
                "pop3.example.org",
                "--jar",
                rightJar().toString()));
        words.addAll(List.of(more));
        return new InstallCommand().execute(Options.parse(words, INSTALL), terminal.terminal());
    }

    int check(RecordedTerminal terminal, String... more) {
        return run(new CheckCommand(), terminal, "--james", directory.toString(), more);
    }

    static int checkHome(Path home, RecordedTerminal terminal) {
        return run(new CheckCommand(), terminal, "--home", home.toString());
    }

    private static int run(Command command, RecordedTerminal terminal, String option, String value, String... more) {
        List<String> words = new ArrayList<>(List.of(option, value));
        words.addAll(List.of(more));
        Syntax syntax = Syntax.none().with("--james", "--home").flag("--json");
        return command.execute(Options.parse(words, syntax), terminal.terminal());
    }

    /** All files with their content. */
    Map<String, String> everything() throws IOException {
        Map<String, String> everything = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                everything.put(
                        directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return everything;
    }
}
