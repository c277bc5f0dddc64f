// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads checkpoints that were kept in another place: one a line, with anything in front, as syslog puts it. */
final class CheckpointFile {
    private static final String BEGIN = "{\"v\":2,\"seq\":";

    private final Path file;
    private final Findings findings;

    CheckpointFile(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void addTo(Anchors anchors) {
        try (InputStream input = Files.newInputStream(file);
                LineReader lines = new LineReader(file, input)) {
            Optional<Line> line = lines.next();
            while (line.isPresent()) {
                add(line.get(), anchors);
                line = lines.next();
            }
        } catch (IOException e) {
            throw new WrongArguments("--checkpoints " + file + " cannot be read: " + e);
        }
    }

    private void add(Line whole, Anchors anchors) {
        Line line = withoutPrefix(whole);
        Optional<TrailRecord> record = TrailRecord.parse(line);
        Optional<String> key =
                record.filter(known -> known.is(Checkpoint.EVENT)).flatMap(known -> key(line, known));
        if (key.isPresent()) {
            TrailRecord known = record.orElseThrow();
            anchors.add(new Anchor(
                    known.text("chain").orElse(known.node()),
                    known.seq(),
                    line.hash(),
                    key.get(),
                    line.place(known.seq())));
        } else if (record.isEmpty() && !line.text().endsWith("}")) {
            findings.add(
                    Kind.FRAGMENT,
                    line.place(0),
                    "Part of a checkpoint that was never finished. It counts for nothing");
        } else {
            findings.add(
                    Kind.CHECKPOINT_FILE,
                    line.place(0),
                    "This line is no checkpoint, or its signature does not fit: the file was changed, or is another one");
        }
    }

    /** The id of the key that signed it, or nothing where nothing is signed; empty if it is not genuine. */
    private static Optional<String> key(Line line, TrailRecord record) {
        if (!Checkpoint.isToBeSigned(record)) {
            return Optional.of("");
        }
        return Checkpoint.of(line, record).map(checkpoint -> checkpoint.key().id());
    }

    private static Line withoutPrefix(Line line) {
        String text = new String(line.octets(), StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        if (begin <= 0) {
            return line;
        }
        byte[] octets = Arrays.copyOfRange(line.octets(), begin, line.octets().length);
        return line.of(octets, Octets.sha256().digest(octets));
    }
}
