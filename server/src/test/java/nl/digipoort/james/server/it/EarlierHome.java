// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digipoort.james.server.Distribution;

/** A home that a server of an earlier version has left, and what that server handed out; see {@code src/test/homes/README.md}. */
final class EarlierHome {
    private final Path home;

    private EarlierHome(Path home) {
        this.home = home;
    }

    /** Unpacks the archive of that name; {@code new} beside it is the distribution of today. */
    static EarlierHome unpack(String name, Path scratch) throws Exception {
        Path home = Files.createDirectories(scratch.resolve("home"));
        Path archive = scratch.resolve("home.tar.gz");
        try (InputStream packed = EarlierHome.class.getResourceAsStream("/homes/" + name + ".tar.gz")) {
            Files.copy(packed, archive);
        }
        RealClient.in(scratch).run("tar", "-xzf", archive.toString(), "-C", home.toString(), "--no-same-owner");
        Files.createSymbolicLink(scratch.resolve("new"), Distribution.directory());
        return new EarlierHome(home);
    }

    Path directory() {
        return home;
    }

    /** The unique-ids of a maildrop with the numbers of their messages, as UIDL had them. */
    List<String> uniqueIds(String user) throws IOException {
        return Files.readAllLines(expected(user + ".uidl"));
    }

    /** The octets of a message, as RETR had them. */
    byte[] message(String name) throws IOException {
        return Files.readAllBytes(expected(name + ".eml"));
    }

    boolean hasLimits() {
        return Files.exists(expected("limits"));
    }

    String limits() throws IOException {
        return Files.readString(expected("limits"));
    }

    private Path expected(String file) {
        return home.resolve("expected").resolve(file);
    }
}
