// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.Command;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A PostgreSQL 15 on loopback, from Debian's binaries, with its default settings: fsync is on. */
public final class Postgres implements Storage, AutoCloseable {
    private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
    private static final String USER = "james";
    private static final String SYSTEM_USER = "postgres";
    private static final Duration START = Duration.ofMinutes(1);

    private final Path folder;
    private Child server;
    private int port;

    /** @param folder empty, and accessible to every user */
    public Postgres(Path folder) {
        this.folder = folder;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(BINARIES.resolve("postgres"));
    }

    public void start() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        if (isRoot()) {
            Command.run("chown", SYSTEM_USER, folder.toString());
        }
        Command.run(asServer("initdb", "-D", data.toString(), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C")
                .toArray(String[]::new));
        port = Loopback.freePort();
        server = Child.start(
                folder.resolve("postgres.out"),
                asServer(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + folder));
        String unused = server.await("database system is ready to accept connections", START);
    }

    public ProcessTree process() {
        return server.tree();
    }

    @Override
    public String product() {
        return "PostgreSQL 15, fsync on";
    }

    /** Replaces the file for the embedded database with the one for PostgreSQL. */
    @Override
    public void configure(Path configuration) throws IOException {
        String shipped = Files.readString(configuration.resolve("james-database-postgresql.properties"));
        Files.writeString(
                configuration.resolve("james-database.properties"),
                shipped.replaceFirst(
                                "(?m)^database\\.url=.*$",
                                "database.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres")
                        .replaceFirst("(?m)^database\\.username=.*$", "database.username=" + USER)
                        // required by James, not by the database
                        .replaceFirst("(?m)^database\\.password=.*$", "database.password=unused"));
    }

    @Override
    public void multiply(Path home, List<Maildrop> maildrops) {
        if (maildrops.stream().anyMatch(maildrop -> maildrop.messages() > 1)) {
            throw new IllegalArgumentException("large maildrops are made for the embedded database only");
        }
    }

    /** PostgreSQL does not run as root. */
    private static List<String> asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + SYSTEM_USER, "--regid=" + SYSTEM_USER, "--init-groups", "--"));
        }
        command.add(BINARIES.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
