// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Holds the files of the database against its {@link Manifest}, before HSQLDB opens them. What a kill or a power cut leaves at any moment,
 * amid a checkpoint too, is no damage. Changes nothing.
 */
final class Inspection {
    private final DatabaseFiles files;
    private final Manifest manifest;
    private final List<String> damage = new ArrayList<>();
    private boolean logCounts;

    private Inspection(DatabaseFiles files, Manifest manifest) {
        this.files = files;
        this.manifest = manifest;
    }

    static Inspection of(DatabaseFiles files, Manifest manifest) throws IOException {
        Inspection inspection = new Inspection(files, manifest);
        switch (manifest.phase()) {
            case NEW -> {}
            case CLOSED -> inspection.inspectClosed();
            default -> inspection.inspectOpen();
        }
        return inspection;
    }

    /** What is wrong, file by file; empty if nothing is. */
    List<String> damage() {
        return List.copyOf(damage);
    }

    /** Whether HSQLDB is going to replay the log that the manifest describes. */
    boolean logCounts() {
        return logCounts;
    }

    private void inspectClosed() throws IOException {
        compare(files.script(), manifest.script(), FileSum.of(files.script()));
        compare(files.properties(), manifest.properties(), FileSum.of(files.properties()));
        compare(files.data(), manifest.data(), FileSum.of(files.data()));
        compare(files.lobs(), manifest.lobs(), FileSum.lengthOf(files.lobs()));
    }

    private void compare(Path file, FileSum expected, FileSum found) {
        if (!found.equals(expected)) {
            damage.add(name(file) + " " + difference(expected, found));
        }
    }

    private static String difference(FileSum expected, FileSum found) {
        if (!found.isThere()) {
            return "is missing";
        }
        if (!expected.isThere()) {
            return "was not there before";
        }
        return found.length() == expected.length()
                ? "has other octets than were written"
                : "has " + found.length() + " octets instead of " + expected.length();
    }

    private void inspectOpen() throws IOException {
        State state = state();
        boolean settled =
                manifest.phase() == Manifest.Phase.OPEN && !manifest.next().isThere();
        if (settled && state != State.YES) {
            damage.add(name(files.properties())
                    + (state == State.NONE ? " is missing or not whole" : " is older than the log"));
        } else if (state == State.NEW_FILES) {
            inspectNewScript();
        } else {
            inspectScript(state);
        }
    }

    /** A checkpoint has written all, and is putting the new files in the place of the old ones. */
    private void inspectNewScript() throws IOException {
        Path script = Files.exists(files.newScript()) ? files.newScript() : files.script();
        FileSum found = FileSum.of(script);
        if (!found.equals(manifest.next()) && (isKnown() || !found.isThere() || found.equals(manifest.script()))) {
            damage.add(name(script) + " " + difference(manifest.next(), found));
        }
    }

    private void inspectScript(State state) throws IOException {
        FileSum found = FileSum.of(files.script());
        if (found.equals(manifest.script())) {
            if (state == State.NO && manifest.log().length() > 0) {
                damage.add(name(files.properties()) + " is older than the log");
            } else {
                inspectLog();
                inspectData();
            }
        } else if (found.isThere() ? isKnown() && !found.equals(manifest.next()) : !isRenamed()) {
            damage.add(name(files.script()) + " " + difference(manifest.script(), found));
        }
    }

    /** Between the removal of the old script and the renaming of the new one. */
    private boolean isRenamed() throws IOException {
        return manifest.next().isThere() && FileSum.of(files.newScript()).equals(manifest.next());
    }

    /** While it opens a database after a kill, HSQLDB writes a script that this server sees only afterwards. */
    private boolean isKnown() {
        return manifest.phase() == Manifest.Phase.OPEN;
    }

    private void inspectLog() throws IOException {
        FileSum synced = manifest.log();
        FileSum found = FileSum.lengthOf(files.log());
        if (synced.length() > Math.max(0, found.length())) {
            damage.add(name(files.log())
                    + (found.isThere()
                            ? " has " + found.length() + " of the " + synced.length() + " octets that were stored"
                            : " is missing, with " + synced.length() + " octets that were stored"));
        } else if (found.isThere()) {
            if (FileSum.ofFirst(files.log(), synced.length()).equals(synced)) {
                logCounts = true;
            } else {
                damage.add(name(files.log()) + " has other octets than were written");
            }
        }
    }

    /** HSQLDB writes in it at any time, and never shortens it between two checkpoints. */
    private void inspectData() throws IOException {
        FileSum found = FileSum.lengthOf(files.data());
        if (found.length() < manifest.data().length()) {
            damage.add(name(files.data()) + " " + difference(manifest.data(), found));
        }
    }

    /** What HSQLDB has noted of its files. */
    private enum State {
        /** The log has changes. */
        YES,
        /** A checkpoint has written all its files. */
        NEW_FILES,
        /** Nothing has changed since the last checkpoint. */
        NO,
        /** No such file, or not a whole one: HSQLDB removes it and writes another. */
        NONE
    }

    private State state() throws IOException {
        Optional<String> modified = modified();
        if (modified.isEmpty()) {
            return State.NONE;
        }
        return switch (modified.get()) {
            case "yes" -> State.YES;
            case "yes-new-files", "yes-new-files-data" -> State.NEW_FILES;
            case "no" -> State.NO;
            default -> State.NONE;
        };
    }

    private Optional<String> modified() throws IOException {
        if (!Files.exists(files.properties())) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(files.properties(), StandardCharsets.ISO_8859_1)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            // a broken escape
            return Optional.empty();
        }
        return properties.containsKey("version")
                ? Optional.ofNullable(properties.getProperty("modified"))
                : Optional.empty();
    }

    /** Whether HSQLDB must make its properties anew, because a kill cut their writing short. */
    boolean propertiesAreTorn() throws IOException {
        return Files.exists(files.properties()) && state() == State.NONE;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
