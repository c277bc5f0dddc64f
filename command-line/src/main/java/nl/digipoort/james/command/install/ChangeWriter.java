// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.command.line.UsageException;

/**
 * Makes changes to files all or not at all: everything new is on the disk before the first file is replaced, each file is replaced in one
 * step, and what was replaced is put back if another cannot be. Owner and mode stay; a new file has the owner of its folder.
 */
final class ChangeWriter {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    static final String PART = ".digipoort-part";

    private final Deque<Undo> undo = new ArrayDeque<>();
    private final List<Path> parts = new ArrayList<>();

    /** @throws UsageException if a file cannot be written; then all is as before */
    void write(List<Change> changes) {
        try {
            for (Change change : changes) {
                prepare(change);
            }
            for (Change change : changes) {
                replace(change);
            }
        } catch (IOException e) {
            List<String> failed = restore();
            String why = "a file cannot be written: " + e;
            throw new UsageException(
                    failed.isEmpty()
                            ? "nothing is changed, because " + why
                            : why + "; not all could be put back, what was there is in NAME.before-digipoort: "
                                    + String.join(", ", failed));
        }
    }

    private void prepare(Change change) throws IOException {
        folder(change.file().getParent(), change.isOwnerOnly());
        if (change.octets().isPresent()) {
            Path part = part(change);
            parts.add(part);
            Files.deleteIfExists(part);
            Path file = written(change);
            Files.deleteIfExists(beside(file));
            Attributes attributes = Files.exists(file)
                    ? Attributes.of(file)
                    : Attributes.ofNew(change.file().getParent(), change.isOwnerOnly());
            create(part, change.octets().get(), attributes);
        }
    }

    private void folder(Path folder, boolean ownerOnly) throws IOException {
        if (!Files.exists(folder)) {
            Attributes attributes = Attributes.ofNewFolder(folder.getParent(), ownerOnly);
            Files.createDirectory(folder);
            undo.push(() -> Files.deleteIfExists(folder));
            attributes.giveTo(folder);
        }
    }

    private void replace(Change change) throws IOException {
        Path file = written(change);
        if (Files.exists(file)) {
            byte[] old = Files.readAllBytes(file);
            Attributes attributes = Attributes.of(file);
            Path kept = free(change.kept());
            undo.push(() -> Files.deleteIfExists(kept));
            create(kept, old, attributes);
            undo.pop();
            undo.push(() -> putBack(kept, file));
        } else {
            undo.push(() -> Files.deleteIfExists(file));
        }
        if (change.octets().isPresent()) {
            Files.move(part(change), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(file);
        }
        sync(file.getParent());
    }

    /** Where a link points to, so that it stays a link; one that is taken away is the link itself. */
    private static Path written(Change change) throws IOException {
        boolean isLink = change.octets().isPresent() && Files.isSymbolicLink(change.file());
        return isLink ? change.file().toRealPath() : change.file();
    }

    /** An earlier one is never written over. */
    private static Path free(Path kept) {
        Path free = kept;
        for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = kept.resolveSibling(kept.getFileName() + "-" + number);
        }
        return free;
    }

    /** On the file system of the file, so that one step replaces it, and where the earlier one is kept, if that is on it. */
    private static Path part(Change change) throws IOException {
        Path file = written(change);
        Path other = beside(change.kept().resolveSibling(change.file().getFileName()));
        boolean isNear = Files.getFileStore(other.getParent()).equals(Files.getFileStore(file.getParent()));
        return isNear ? other : beside(file);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + PART);
    }

    private static void create(Path file, byte[] octets, Attributes attributes) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, Attributes.ownerOnly())) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        attributes.giveTo(file);
    }

    private static void sync(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** The file is whole at each moment, and its copy is there until then. */
    private static void putBack(Path kept, Path file) throws IOException {
        try {
            Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.delete(kept);
        }
    }

    /** @return the steps back that failed */
    private List<String> restore() {
        parts.forEach(part -> undo.push(() -> Files.deleteIfExists(part)));
        List<String> failed = new ArrayList<>();
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (IOException e) {
                failed.add(e.toString());
            }
        }
        return failed;
    }

    /** One step back. */
    private interface Undo {
        void run() throws IOException;
    }

    /** Owner, group and mode of a file, where the file system has them. */
    private static final class Attributes {
        private final Optional<PosixFileAttributes> model;
        private final Set<PosixFilePermission> mode;

        private Attributes(Optional<PosixFileAttributes> model, Set<PosixFilePermission> mode) {
            this.model = model;
            this.mode = mode;
        }

        static Attributes of(Path file) throws IOException {
            if (!POSIX) {
                return new Attributes(Optional.empty(), Set.of());
            }
            PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
            return new Attributes(Optional.of(found), found.permissions());
        }

        static Attributes ofNew(Path folder, boolean ownerOnly) throws IOException {
            String secret = Readers.areOfGroup(folder) ? "rw-r-----" : "rw-------";
            return new Attributes(of(folder).model, PosixFilePermissions.fromString(ownerOnly ? secret : "rw-r--r--"));
        }

        static Attributes ofNewFolder(Path parent, boolean ownerOnly) throws IOException {
            Attributes ofParent = of(parent);
            String secret = Readers.areOfGroup(parent) ? "rwxr-x---" : "rwx------";
            return ownerOnly ? new Attributes(ofParent.model, PosixFilePermissions.fromString(secret)) : ofParent;
        }

        static FileAttribute<?>[] ownerOnly() {
            return POSIX
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
        }

        /** The owner first: a change of it may take permissions away. */
        void giveTo(Path file) throws IOException {
            if (model.isEmpty()) {
                return;
            }
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            PosixFileAttributes present = view.readAttributes();
            if (!present.owner().equals(model.get().owner())) {
                view.setOwner(model.get().owner());
            }
            if (!present.group().equals(model.get().group())) {
                view.setGroup(model.get().group());
            }
            view.setPermissions(mode);
        }
    }
}
