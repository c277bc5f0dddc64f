package nl.digipoort.james.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds a {@link CredentialKey}: 32 octets as base64, on one line. */
public final class CredentialKeyFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialKeyFile.class);

    private static final int MOST_OCTETS = 64;

    private CredentialKeyFile() {}

    /** @throws CredentialKeyException if the file is missing, unreadable or holds something else */
    public static CredentialKey read(Path file) {
        byte[] text = new byte[0];
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_OCTETS) {
                throw malformed(file);
            }
            text = Files.readAllBytes(file);
            warnWhenOthersCanRead(file);
            return CredentialKey.parse(text);
        } catch (IOException e) {
            throw new CredentialKeyException("cannot read the credential key " + file + advice(file), e);
        } catch (IllegalArgumentException e) {
            // without the cause: the decoder's message quotes a character of the key
            throw malformed(file);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static CredentialKeyException malformed(Path file) {
        return new CredentialKeyException(
                "the credential key " + file + " is not one line of base64 for 32 octets" + advice(file));
    }

    private static String advice(Path file) {
        return "; put the key back, or, where no records exist yet, make one with: openssl rand -base64 32 > " + file;
    }

    private static void warnWhenOthersCanRead(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            LOGGER.warn("The credential key {} can be read by every user of this machine; chmod o-rwx it", file);
        }
    }
}
