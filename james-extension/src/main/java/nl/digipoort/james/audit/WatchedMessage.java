package nl.digipoort.james.audit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** A message that is looked at while it is read: for its Message-ID, and for its hash if that is wanted. Not thread-safe. */
final class WatchedMessage extends FilterInputStream {
    private static final String HEX = "0123456789abcdef";

    private final MessageIdScan scan = new MessageIdScan();
    private final MessageDigest digest;

    WatchedMessage(InputStream message, boolean hashing) {
        super(message);
        this.digest = hashing ? sha256Digest() : null;
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
            scan.look(target, offset, count);
            if (digest != null) {
                digest.update(target, offset, count);
            }
        }
        return count;
    }

    /** What passes by unread could not be hashed. */
    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** As far as the header has been read. */
    Optional<String> messageId() {
        return scan.found();
    }

    /** Of the octets as they were read, in hexadecimal; to be asked once. */
    Optional<String> sha256() {
        if (digest == null) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(64);
        for (byte octet : digest.digest()) {
            text.append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
        }
        return Optional.of(text.toString());
    }
}
