// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Content whose message is hashed the first time that somebody reads it to its end. Used by one thread at a time. */
public final class DigestedContent implements MailContent {
    private final byte[] trace;
    private final MailContent content;
    private final boolean hashing;
    private Optional<String> sha256 = Optional.empty();

    private DigestedContent(byte[] trace, MailContent content, boolean hashing) {
        this.trace = trace;
        this.content = content;
        this.hashing = hashing;
    }

    /** @param trace the lines in front of the content in its maildrop, which belong to the message */
    public static DigestedContent of(byte[] trace, MailContent content) {
        return new DigestedContent(trace.clone(), content, true);
    }

    /** The same content, of which no digest is wanted. */
    public static DigestedContent unhashed(MailContent content) {
        return new DigestedContent(new byte[0], content, false);
    }

    @Override
    public long octets() {
        return content.octets();
    }

    @Override
    public InputStream open() throws IOException {
        return hashing && sha256.isEmpty() ? new Hashed(content.open()) : content.open();
    }

    /** The SHA-256 of the message as RETR sends it, trace lines included; empty if it is not hashed, or nobody has read the content to its end. */
    public Optional<String> sha256() {
        return sha256;
    }

    /** Not thread-safe. */
    private final class Hashed extends ObservedStream {
        private final WireDigest digest = new WireDigest();

        Hashed(InputStream stream) {
            super(stream);
            digest.add(trace, 0, trace.length);
        }

        @Override
        protected void seen(byte[] octets, int offset, int count) {
            digest.add(octets, offset, count);
        }

        @Override
        protected void ended() {
            sha256 = Optional.of(digest.end());
        }
    }
}
