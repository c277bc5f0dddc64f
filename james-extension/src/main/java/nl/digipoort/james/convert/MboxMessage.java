// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import nl.digipoort.james.mail.CanonicalInputStream;

/** A part of an mbox. Immutable. */
final class MboxMessage implements ForeignMessage {
    private final Path file;
    private final MboxPart part;
    private final String uniqueId;

    MboxMessage(Path file, MboxPart part, String uniqueId) {
        this.file = file;
        this.part = part;
        this.uniqueId = uniqueId;
    }

    @Override
    public String uniqueId() {
        return uniqueId;
    }

    @Override
    public Instant cameAt() {
        return part.cameAt();
    }

    @Override
    public InputStream open() throws IOException {
        FileChannel channel = UserFiles.open(file);
        try {
            channel.position(part.begin());
            InputStream content = ByteStreams.limit(
                    new BufferedInputStream(Channels.newInputStream(channel)), part.end() - part.begin());
            return new CanonicalInputStream(new ShownFieldsInputStream(content), CanonicalInputStream.Form.DOVECOT);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }
}
