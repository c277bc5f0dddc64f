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
import org.apache.james.filesystem.api.FileSystem;

/**
 * The octets of files as they stood at one time, so that what is compared is what is parsed. Read whole, by name: a renamed file
 * and a changed symbolic link are seen like any other change. Close it to overwrite the private keys among them.
 */
final class FileContents implements AutoCloseable {
    /** More than any chain or list of revoked certificates that a server should read every few seconds. */
    static final int MOST_OCTETS = 8 * 1024 * 1024;

    private final Map<String, byte[]> octets = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    private FileContents() {}

    /**
     * Reads what can be read; what cannot is an exception of {@link #of} only.
     *
     * @param locations paths or URLs that James's file system resolves
     */
    static FileContents read(FileSystem files, Collection<String> locations) {
        FileContents contents = new FileContents();
        for (String location : locations) {
            try (InputStream stream = files.getResource(location)) {
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
     * The octets of a file; they belong to this object.
     *
     * @param key the setting that names the file, for the complaint
     */
    byte[] of(String key, String location) {
        byte[] found = octets.get(location);
        if (found == null) {
            throw new TlsException(key, location, unreadable.getOrDefault(location, "was not read"));
        }
        return found;
    }

    /** A text that differs when the content of any of the files does. */
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
