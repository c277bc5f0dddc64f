// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/** The files of one Maildir at one moment, by their names without flags. Immutable. */
final class Maildir {
    private static final Set<String> PLACES = Set.of("new", "cur", "tmp");

    private final Map<String, Path> files;

    private Maildir(Map<String, Path> files) {
        this.files = files;
    }

    static boolean isMaildir(Path folder) throws IOException {
        return UserFiles.isFolder(folder.resolve("cur"));
    }

    /** A folder and those in it, in any layout, that are Maildirs. */
    static List<Path> below(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(root) && PLACES.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (isMaildir(folder)) {
                    found.add(folder);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }

    /** @throws ConvertException if there are two files of one name, of which servers make different messages */
    static Maildir read(Path folder) throws ConvertException, IOException {
        Map<String, Path> files = new HashMap<>();
        for (String place : new String[] {"new", "cur"}) {
            if (UserFiles.isFolder(folder.resolve(place))) {
                add(folder.resolve(place), files);
            }
        }
        return new Maildir(Map.copyOf(files));
    }

    private static void add(Path place, Map<String, Path> files) throws ConvertException, IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(place)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
                    throw new ConvertException(place + " has a file whose name is not in ASCII");
                }
                Path other = files.put(MaildirName.withoutFlags(name), file);
                if (other != null) {
                    throw new ConvertException(
                            other + " and " + file
                                    + " have one name: a server is moving it now, or open the maildrop with the old server once");
                }
            }
        }
    }

    Map<String, Path> files() {
        return files;
    }

    /** Changes when a message comes or goes, and not with its flags. */
    String fingerprint() {
        return DigestUtils.sha256Hex(String.join("\n", new TreeSet<>(files.keySet())));
    }
}
