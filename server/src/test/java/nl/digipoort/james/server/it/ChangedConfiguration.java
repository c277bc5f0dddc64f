// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;

/** A home whose conf/ is the overlay with changes. */
final class ChangedConfiguration {
    private ChangedConfiguration() {}

    /** Changes a text of pop3server.xml. */
    static Path home(Path home, String found, String replacement) throws IOException {
        return changed(overlay(home), found, replacement);
    }

    /** Changes one more text of the same file. */
    static void change(Path home, String found, String replacement) throws IOException {
        changed(home.resolve("conf"), found, replacement);
    }

    /** Changes a text of any file of conf/. */
    static void change(Path home, String file, String found, String replacement) throws IOException {
        Path changed = home.resolve("conf").resolve(file);
        String text = Files.readString(changed);
        if (!text.contains(found)) {
            throw new IllegalArgumentException(file + " has no '" + found + "'");
        }
        Files.writeString(changed, text.replace(found, replacement));
    }

    private static Path changed(Path conf, String found, String replacement) throws IOException {
        change(conf.getParent(), "pop3server.xml", found, replacement);
        return conf.getParent();
    }

    /** Keeps the data in PostgreSQL, as an operator does: by copying one file over another. */
    static Path homeOnPostgres(Path home) throws IOException {
        onPostgres(overlay(home));
        return home;
    }

    /** One of several servers on one PostgreSQL: they share the key that seals the records. */
    static Path nodeOnPostgres(Path home, String credentialKey, Duration leaseTime) throws IOException {
        Path conf = overlay(home);
        onPostgres(conf);
        Files.writeString(conf.resolve("digipoort-credential.key"), credentialKey);
        leaseFor(home, leaseTime);
        return home;
    }

    static void leaseFor(Path home, Duration leaseTime) throws IOException {
        change(home, "<leaseTime>60</leaseTime>", "<leaseTime>" + leaseTime.toSeconds() + "</leaseTime>");
    }

    private static void onPostgres(Path conf) throws IOException {
        Files.copy(
                conf.resolve("james-database-postgresql.properties"),
                conf.resolve("james-database.properties"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Logs in JSON, as an operator does: by copying one file over another. */
    static Path homeThatLogsJson(Path home) throws IOException {
        Path conf = overlay(home);
        Files.copy(
                conf.resolve("logback-embedded-json.xml"),
                conf.resolve("logback-embedded.xml"),
                StandardCopyOption.REPLACE_EXISTING);
        return home;
    }

    /** Logs everything, except for the loggers that the overlay keeps quiet. */
    static Path homeThatLogsAll(Path home) throws IOException {
        Path logback = overlay(home).resolve("logback-embedded.xml");
        String text = Files.readString(logback);
        Files.writeString(
                logback,
                text.replace("<root level=\"WARN\">", "<root level=\"TRACE\">")
                        .replace("level=\"INFO\"/>", "level=\"TRACE\"/>"));
        return home;
    }

    /** The overlay without changes. */
    static Path unchanged(Path home) throws IOException {
        overlay(home);
        return home;
    }

    private static Path overlay(Path home) throws IOException {
        Path conf = home.resolve("conf");
        Files.createDirectories(conf);
        try (Stream<Path> files = Files.list(Distribution.directory().resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName().toString()));
            }
        }
        makeFast(conf);
        return conf;
    }

    /** What tests would wait for. */
    static void makeFast(Path conf) throws IOException {
        hashPasswordsFast(conf.resolve("usersrepository.xml"));
        greetSoonAndIterateLittle(conf.resolve("pop3server.xml"));
    }

    /** Most tests' clients use STLS many times; clients that begin with TLS need more time. */
    private static void greetSoonAndIterateLittle(Path pop3server) throws IOException {
        Files.writeString(
                pop3server,
                Files.readString(pop3server)
                        .replace("<grace>500</grace>", "<grace>10</grace>")
                        .replace("<scramIterations>15000<", "<scramIterations>4096<"));
    }

    /** A login by PASS takes half a second of a processor with the iterations of the overlay. */
    private static void hashPasswordsFast(Path usersrepository) throws IOException {
        String text = Files.readString(usersrepository);
        Files.writeString(usersrepository, text.replace("PBKDF2-SHA512-210000-512", "PBKDF2-SHA512-1000-512"));
    }
}
