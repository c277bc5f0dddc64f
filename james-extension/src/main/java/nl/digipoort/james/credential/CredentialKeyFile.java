package nl.digipoort.james.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with one key a line, each 32 octets as base64; the first seals. Lines that begin with # are comments. */
final class CredentialKeyFile implements KeySource {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialKeyFile.class);

    private static final int MOST_OCTETS = 8192;

    private final Path file;

    CredentialKeyFile(Path file) {
        this.file = file;
    }

    @Override
    public KeyRing read() {
        byte[] text = new byte[MOST_OCTETS + 1];
        byte[] written = new byte[0];
        try {
            written = Arrays.copyOf(text, readInto(text));
            warnWhenOthersCanRead();
            if (written.length > MOST_OCTETS) {
                throw malformed("it is longer than " + MOST_OCTETS + " octets");
            }
            return KeyText.lines(written);
        } catch (IOException e) {
            throw new CredentialKeyException("cannot read " + this + advice(), e);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(written, (byte) 0);
        }
    }

    private int readInto(byte[] text) throws IOException {
        try (InputStream octets = Files.newInputStream(file)) {
            return octets.readNBytes(text, 0, text.length);
        }
    }

    /** The file's identity, time and length: a file renamed into its place differs in the first. */
    @Override
    public String stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private CredentialKeyException malformed(String why) {
        return new CredentialKeyException(this + " is malformed: " + why + advice());
    }

    private String advice() {
        return "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > " + file;
    }

    private void warnWhenOthersCanRead() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            LOGGER.warn("The credential key {} can be read by every user of this machine; chmod o-rwx it", file);
        }
    }

    @Override
    public String toString() {
        return "the credential key " + file;
    }
}
