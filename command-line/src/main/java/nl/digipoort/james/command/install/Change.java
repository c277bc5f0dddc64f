// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.nio.file.Path;
import java.util.Optional;

/** One file that is made, changed or taken away, with all octets of it that are to be. Its text is known only where it may be shown. */
final class Change {
    private final Path file;
    private final Optional<byte[]> octets;
    private final Path kept;
    private final boolean ownerOnly;
    private final String note;
    private final String diff;

    private Change(Path file, Optional<byte[]> octets, Path kept, boolean ownerOnly, String note, String diff) {
        this.file = file;
        this.octets = octets.map(byte[]::clone);
        this.kept = kept;
        this.ownerOnly = ownerOnly;
        this.note = note;
        this.diff = diff;
    }

    /** A file of text, which is kept beside itself. */
    static Change ofText(Path file, byte[] octets, String diff) {
        return new Change(file, Optional.of(octets), keptName(file, file.getParent()), false, "", diff);
    }

    /** A file whose content is not shown. */
    static Change ofSecret(Path file, byte[] octets, String note) {
        return new Change(file, Optional.of(octets), keptName(file, file.getParent()), true, note, "");
    }

    /** A jar, which is kept outside of its folder: James loads each file in there, whatever its name. */
    static Change ofJar(Path file, byte[] octets, Path keptIn) {
        return new Change(file, Optional.of(octets), keptName(file, keptIn), false, "the jar of the extension", "");
    }

    static Change withoutJar(Path file, Path keptIn) {
        return new Change(
                file,
                Optional.empty(),
                keptName(file, keptIn),
                false,
                "a jar of another version or for another James",
                "");
    }

    private static Path keptName(Path file, Path folder) {
        return folder.resolve(file.getFileName() + ".before-digipoort");
    }

    Path file() {
        return file;
    }

    /** Empty for a file that is taken away. */
    Optional<byte[]> octets() {
        return octets.map(byte[]::clone);
    }

    /** Where the earlier one is kept, if nothing is there yet. */
    Path kept() {
        return kept;
    }

    /** Whether a new file is for nobody but its owner, and the group that alone reads its folder. */
    boolean isOwnerOnly() {
        return ownerOnly;
    }

    String note() {
        return note;
    }

    String diff() {
        return diff;
    }
}
