// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Content whose message is hashed the first time that somebody reads it to its end. Used by one thread at a time. */
public final class DigestedContent implements MailContent {
    private final byte[] trace;
    private final MailContent content;
    private Optional<String> sha256 = Optional.empty();

    private DigestedContent(byte[] trace, MailContent content) {
        this.trace = trace;
        this.content = content;
    }

    /** @param trace the lines in front of the content in its maildrop, which belong to the message */
    public static DigestedContent of(byte[] trace, MailContent content) {
        return new DigestedContent(trace.clone(), content);
    }

    @Override
    public long octets() {
        return content.octets();
    }

    @Override
    public InputStream open() throws IOException {
        return sha256.isPresent() ? content.open() : new Hashed(content.open());
    }

    /** The SHA-256 of the message as RETR sends it, trace lines included; empty if nobody has read the content to its end. */
    public Optional<String> sha256() {
        return sha256;
    }

    /** Not thread-safe. */
    private final class Hashed extends FilterInputStream {
        private final WireDigest digest = new WireDigest();
        private boolean ended;

        Hashed(InputStream stream) {
            super(stream);
            digest.add(trace, 0, trace.length);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = read(one, 0, 1);
            return count < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                digest.add(target, offset, count);
            } else if (count < 0 && !ended) {
                ended = true;
                sha256 = Optional.of(digest.end());
            }
            return count;
        }

        /** Skips nothing: skipped octets could not be hashed. */
        @Override
        public long skip(long count) {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
