// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * Files in folders of users, who may have put a link or a pipe there: whoever converts may read more than they. What cannot be looked at is an
 * error and is not taken for absent. Stateless.
 */
final class UserFiles {
    private static final String UID = "unix:uid";
    private static final Integer ROOT = 0;

    private UserFiles() {}

    /**
     * The place of an account without links; empty if nothing is there. A link on the way must belong to root or to the owner of what it
     * leads to, so that no user leads to the mail of another one.
     */
    static Optional<Path> real(Path place) throws IOException {
        try {
            Path way = place.getRoot();
            for (Path name : place) {
                way = way.resolve(name);
                if (attributesOf(way).isSymbolicLink()) {
                    requireTrusted(way);
                }
            }
            return Optional.of(place.toRealPath());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void requireTrusted(Path link) throws IOException {
        Object owner = Files.getAttribute(link, UID, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(ROOT) && !owner.equals(Files.getAttribute(link, UID))) {
            throw new FileSystemException(
                    link.toString(), null, "a link that belongs neither to root nor to the owner of what it leads to");
        }
    }

    private static BasicFileAttributes attributesOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether it is there; a folder in its place is an error. */
    static boolean isFile(Path file) throws IOException {
        try {
            regular(file);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether it is there; a file or a link in its place is an error. */
    static boolean isFolder(Path folder) throws IOException {
        try {
            if (!attributesOf(folder).isDirectory()) {
                throw new FileSystemException(folder.toString(), null, "no folder");
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** @throws IOException also if it is a link, a folder or a pipe */
    static BasicFileAttributes regular(Path file) throws IOException {
        BasicFileAttributes attributes = attributesOf(file);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(file.toString(), null, "no regular file");
        }
        return attributes;
    }

    /** Opens a {@link #regular} file. */
    static FileChannel open(Path file) throws IOException {
        regular(file);
        return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
}
