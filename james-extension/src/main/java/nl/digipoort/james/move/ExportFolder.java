// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Username;

/**
 * The files of an export: the manifest, which is written last, one line for each account and for each rewriting of addresses, and a folder
 * for each maildrop. Immutable.
 */
final class ExportFolder {
    private static final String UNFINISHED = ".part";
    private static final String PROGRESS = "progress.jsonl";

    private final Path root;

    private ExportFolder(Path root) {
        this.root = root;
    }

    /** @throws MoveException if the path is no folder with a manifest */
    static ExportFolder existing(Path root) throws MoveException {
        ExportFolder folder = new ExportFolder(root.toAbsolutePath());
        if (!Files.isRegularFile(folder.manifest())) {
            throw new MoveException(
                    root + " is no export: it has no " + root.relativize(root.resolve("manifest.json")));
        }
        return folder;
    }

    /**
     * A folder that gets its name when it is {@link #finish}ed, so that an aborted export is not taken for a whole one.
     *
     * @throws MoveException if there is one of that name
     */
    static ExportFolder begin(Path root) throws MoveException, IOException {
        Path finished = root.toAbsolutePath().normalize();
        Path part = unfinished(finished);
        for (Path path : new Path[] {finished, part}) {
            if (Files.exists(path)) {
                throw new MoveException(path + " is there already: remove it, or name another folder");
            }
        }
        if (!Files.isDirectory(part.getParent())) {
            throw new MoveException(part.getParent() + " is no folder");
        }
        Durable.folder(part);
        return new ExportFolder(part);
    }

    /**
     * A folder as {@link #begin} makes it, or what is left of one that has kept its {@link #progress}.
     *
     * @throws MoveException if there is a finished one of that name, or an unfinished one without progress
     */
    static ExportFolder beginOrGoOn(Path root) throws MoveException, IOException {
        Path finished = root.toAbsolutePath().normalize();
        ExportFolder part = new ExportFolder(unfinished(finished));
        boolean goesOn = !Files.exists(finished) && Files.isRegularFile(part.progress());
        return goesOn ? part : begin(root);
    }

    /** Removes what was begun of other accounts. */
    void removeMaildropsExcept(Set<Username> users) throws IOException {
        Set<Path> kept = users.stream().map(user -> maildrop(user).home()).collect(Collectors.toSet());
        for (Path domain : folders(root)) {
            for (Path maildrop : folders(domain)) {
                if (!kept.contains(maildrop)) {
                    MoreFiles.deleteRecursively(maildrop, RecursiveDeleteOption.ALLOW_INSECURE);
                }
            }
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).collect(Collectors.toList());
        }
    }

    private static Path unfinished(Path finished) {
        return finished.resolveSibling(finished.getFileName() + UNFINISHED);
    }

    void finish(String accounts, String rewriting, Manifest manifest) throws IOException {
        replace(accounts(), accounts);
        replace(rewriting(), rewriting);
        replace(manifest(), manifest.write());
        Durable.sync(root);
        Path finished = finished();
        Files.move(root, finished, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(finished.getParent());
        Files.deleteIfExists(finished.resolve(PROGRESS));
    }

    private Path finished() {
        String name = root.getFileName().toString();
        return root.resolveSibling(name.substring(0, name.length() - UNFINISHED.length()));
    }

    /** What was aborted in its end has left some. */
    private static void replace(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Durable.write(file, text);
    }

    Path manifest() {
        return root.resolve("manifest.json");
    }

    /** The accounts of an unfinished export that are whole. */
    Path progress() {
        return root.resolve(PROGRESS);
    }

    Path accounts() {
        return root.resolve("accounts.jsonl");
    }

    Path rewriting() {
        return root.resolve("rewriting.jsonl");
    }

    /** For Dovecot: with SCRAM-SHA-256 where there is. */
    Path dovecotPasswd() {
        return root.resolve("dovecot-passwd");
    }

    /** For Dovecot: with DIGEST-MD5 only. */
    Path dovecotDigests() {
        return root.resolve("dovecot-digest-md5");
    }

    /** Where a maildrop will be. */
    MaildropFolder finishedMaildrop(Username user) {
        return MaildropFolder.in(finished(), user);
    }

    MaildropFolder maildrop(Username user) {
        return MaildropFolder.in(root, user);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
