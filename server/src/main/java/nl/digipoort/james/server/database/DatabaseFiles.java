// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.nio.file.Path;
import java.util.Optional;

/** The paths of the files of one HSQLDB database. Immutable. */
record DatabaseFiles(Path base) {
    private static final String PREFIX = "jdbc:hsqldb:file:";

    /** Those of the URL; empty for another product. */
    static Optional<DatabaseFiles> of(String url) {
        if (!url.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String path = url.substring(PREFIX.length()).split(";", 2)[0];
        return Optional.of(new DatabaseFiles(Path.of(path).toAbsolutePath().normalize()));
    }

    /** All rows in memory and the definitions, as of the last checkpoint. */
    Path script() {
        return file(".script");
    }

    /** The script that a checkpoint writes, before it takes the place of the other. */
    Path newScript() {
        return file(".script.new");
    }

    /** Every change since the script. */
    Path log() {
        return file(".log");
    }

    /** The rows that are not in memory. */
    Path data() {
        return file(".data");
    }

    /** The contents of large objects. */
    Path lobs() {
        return file(".lobs");
    }

    /** Says which of the files are to be read. */
    Path properties() {
        return file(".properties");
    }

    Path directory() {
        return base.getParent();
    }

    private Path file(String extension) {
        return base.resolveSibling(base.getFileName() + extension);
    }
}
