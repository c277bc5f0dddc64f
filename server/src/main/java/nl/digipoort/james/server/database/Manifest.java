// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the files of the database must be at the next start (docs/develop/adr/0048-damaged-database.md). Immutable.
 *
 * @param script the script that belongs to the log
 * @param next the script of a checkpoint under way, from the moment when it is complete
 * @param log the beginning of the log that is synced
 * @param data of the closed database as a whole, otherwise the least length
 * @param lobs the length in the closed database
 * @param properties in the closed database
 */
record Manifest(
        Phase phase, FileSum script, FileSum next, FileSum log, FileSum data, FileSum lobs, FileSum properties) {
    /** The length in octets of one that is written. */
    static final int OCTETS = 512;

    private static final String MAGIC = "digipoort-database-1";

    /** A database that does not exist yet. */
    static final Manifest NEW = new Manifest(
            Phase.NEW, FileSum.NONE, FileSum.NONE, FileSum.EMPTY, FileSum.NONE, FileSum.NONE, FileSum.NONE);

    /** What the server does with the database. */
    enum Phase {
        /** Creates it: nobody could store anything yet. */
        NEW,
        /** Opens it: HSQLDB may write a script of its own. */
        OPENING,
        /** Works with it. */
        OPEN,
        /** Nothing: it was closed in order. */
        CLOSED
    }

    Manifest opening() {
        return new Manifest(Phase.OPENING, script, next, log, data, FileSum.NONE, FileSum.NONE);
    }

    /** With an empty log behind this script. */
    Manifest open(FileSum script, FileSum data) {
        return new Manifest(Phase.OPEN, script, FileSum.NONE, FileSum.EMPTY, data, FileSum.NONE, FileSum.NONE);
    }

    Manifest withLog(FileSum synced) {
        return new Manifest(phase, script, next, synced, data, lobs, properties);
    }

    Manifest withNext(FileSum complete) {
        return new Manifest(phase, script, complete, log, data, lobs, properties);
    }

    /** One line of exactly {@link #OCTETS}, with a sum of its own. */
    byte[] write(long sequence) {
        String fields = String.join(
                " ",
                MAGIC,
                "sequence=" + sequence,
                "phase=" + phase,
                "script=" + script.text(),
                "next=" + next.text(),
                "log=" + log.text(),
                "data=" + data.text(),
                "lobs=" + lobs.text(),
                "properties=" + properties.text());
        String line = fields + " sum=" + sum(fields);
        return (line + " ".repeat(OCTETS - 1 - line.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if the octets are not exactly what {@link #write} makes. */
    static Optional<Numbered> parse(byte[] octets) {
        String line = new String(octets, StandardCharsets.US_ASCII).strip();
        int end = line.lastIndexOf(" sum=");
        if (!line.startsWith(MAGIC + " ") || end < 0) {
            return Optional.empty();
        }
        String fields = line.substring(0, end);
        if (!sum(fields).equals(line.substring(end + " sum=".length()))) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String field : fields.substring(MAGIC.length() + 1).split(" ", -1)) {
            int equals = field.indexOf('=');
            values.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return Optional.of(new Numbered(
                Long.parseLong(values.get("sequence")),
                new Manifest(
                        Phase.valueOf(values.get("phase")),
                        FileSum.parse(values.get("script")),
                        FileSum.parse(values.get("next")),
                        FileSum.parse(values.get("log")),
                        FileSum.parse(values.get("data")),
                        FileSum.parse(values.get("lobs")),
                        FileSum.parse(values.get("properties")))));
    }

    private static String sum(String fields) {
        CRC32C crc = new CRC32C();
        crc.update(fields.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }

    /** A manifest as it was written: of two the one with the higher number is the newer one. */
    record Numbered(long sequence, Manifest manifest) {}
}
