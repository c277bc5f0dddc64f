// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.configuration.NamedFile;
import org.apache.james.filesystem.api.FileSystem;

/**
 * The octets of files at one moment, so that the content that is compared is the content that is parsed. Files are read completely and by
 * name, so a renamed file or a changed symbolic link counts as a change. Close it to overwrite the private keys in it.
 */
final class FileContents implements AutoCloseable {
    /** Largest file in octets: more than any chain or revocation list that a server should read every few seconds. */
    static final int MOST_OCTETS = 8 * 1024 * 1024;

    private final Map<String, byte[]> octets = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    private FileContents() {}

    /**
     * Reads the files. A file that cannot be read causes an exception only in {@link #of}.
     *
     * @param locations absolute paths, or URLs as James resolves them
     */
    static FileContents read(FileSystem files, Collection<String> locations) {
        FileContents contents = new FileContents();
        for (String location : locations) {
            try (InputStream stream = NamedFile.open(files, location)) {
                byte[] read = stream.readNBytes(MOST_OCTETS + 1);
                if (read.length > MOST_OCTETS) {
                    contents.unreadable.put(location, "has more than " + MOST_OCTETS + " octets");
                } else {
                    contents.octets.put(location, read);
                }
            } catch (IOException | IllegalArgumentException e) {
                contents.unreadable.put(
                        location, "cannot be read (" + e.getClass().getSimpleName() + ")");
            }
        }
        return contents;
    }

    /**
     * The octets of a file; this object owns the array.
     *
     * @param key the setting that names the file, for the error message
     */
    byte[] of(String key, String location) {
        byte[] found = octets.get(location);
        if (found == null) {
            throw new TlsException(key, location, unreadable.getOrDefault(location, "was not read"));
        }
        return found;
    }

    /** A text that changes when the content of any file changes. */
    String state() {
        Hasher hasher = Hashing.sha256().newHasher();
        octets.forEach((location, content) -> hasher.putString(location, StandardCharsets.UTF_8)
                .putBytes(Hashing.sha256().hashBytes(content).asBytes()));
        return hasher.hash().toString() + unreadable;
    }

    @Override
    public void close() {
        octets.values().forEach(content -> Arrays.fill(content, (byte) 0));
        octets.clear();
    }
}
