// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds and opens the files of trails, while servers may be writing and renaming them. */
final class TrailFiles implements AutoCloseable {
    private final List<TrailFile> files = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();

    private TrailFiles() {}

    /** @param sources files, and folders that have files of a trail */
    static TrailFiles open(List<Path> sources) {
        TrailFiles opened = new TrailFiles();
        try {
            for (Path source : sources) {
                opened.add(source);
            }
            return opened;
        } catch (IOException | DirectoryIteratorException e) {
            opened.close();
            throw new WrongArguments("the trail cannot be read: " + e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void add(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            if (open(source).isEmpty()) {
                throw new WrongArguments("there is no file " + source);
            }
            return;
        }
        int before = files.size();
        // The current files first: one that is renamed meanwhile is known by its key when it comes again.
        for (boolean current : new boolean[] {true, false}) {
            for (Path path : list(source)) {
                if (FileName.of(path).isCurrent() == current) {
                    open(path);
                }
            }
        }
        if (files.size() == before) {
            throw new WrongArguments("there is no audit trail (*.jsonl) in " + source);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                if (FileName.isOfATrail(path) && Files.isRegularFile(path)) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    /** Empty if the file is gone. */
    private Optional<TrailFile> open(Path path) throws IOException {
        try {
            TrailFile file = TrailFile.open(path);
            if (keys.add(file.key())) {
                files.add(file);
            } else {
                file.close();
            }
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    List<TrailFile> files() {
        return files;
    }

    @Override
    public void close() {
        try {
            for (TrailFile file : files) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
