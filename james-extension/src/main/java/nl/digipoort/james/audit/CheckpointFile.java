// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on another disk or machine, to which checkpoints are appended. It is opened for each, since such a disk comes and goes. */
final class CheckpointFile implements CheckpointTarget {
    private final Path path;

    CheckpointFile(Path path) {
        this.path = path;
    }

    @Override
    public void send(CheckpointLine checkpoint) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer line = StandardCharsets.US_ASCII.encode(lineEndLeftOut() + checkpoint.text() + "\n");
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        }
    }

    /** A full disk leaves part of a line, which must not spoil the next one. */
    private String lineEndLeftOut() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return LinesBackwards.endsALine(file) ? "" : "\n";
        } catch (AccessDeniedException e) {
            // a file that only takes additions
            return "";
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
