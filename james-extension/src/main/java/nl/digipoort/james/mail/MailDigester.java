// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.Optional;

/** Computes the digests of a mail and finds its Message-ID, while its octets come in. Not thread-safe. */
public final class MailDigester {
    private final MessageIdScan scan = new MessageIdScan();
    private final Optional<Hasher> data;
    private final Optional<WireDigest> message;

    private MailDigester(Optional<Hasher> data, Optional<WireDigest> message) {
        this.data = data;
        this.message = message;
    }

    /** @param trace the lines at the top of the message in every maildrop; complete header lines, each with its CRLF; may be empty */
    public static MailDigester hashing(byte[] trace) {
        WireDigest message = new WireDigest();
        message.addCanonical(trace, 0, trace.length);
        return new MailDigester(Optional.of(Hashing.sha256().newHasher()), Optional.of(message));
    }

    /** Finds the Message-ID only. */
    public static MailDigester withoutHash() {
        return new MailDigester(Optional.empty(), Optional.empty());
    }

    /** Adds the next octets of the mail, without its trace lines. Every line feed in them follows a carriage return. */
    public void add(byte[] octets, int offset, int length) {
        look(octets, offset, length);
        message.ifPresent(digest -> digest.addCanonical(octets, offset, length));
    }

    /** The same for octets that may have other line ends, which RETR will change. */
    public void addAnyLineEnds(byte[] octets, int offset, int length) {
        look(octets, offset, length);
        message.ifPresent(digest -> digest.add(octets, offset, length));
    }

    private void look(byte[] octets, int offset, int length) {
        scan.look(octets, offset, length);
        data.ifPresent(hasher -> hasher.putBytes(octets, offset, length));
    }

    /** Ends the mail; call once. */
    public MailDigests end() {
        return MailDigests.of(scan.found(), data.map(hasher -> hasher.hash().toString()), message.map(WireDigest::end));
    }
}
