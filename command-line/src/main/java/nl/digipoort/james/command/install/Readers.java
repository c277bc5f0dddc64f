// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Who can read a file. */
final class Readers {
    private static final Set<PosixFilePermission> GROUP =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE);

    private Readers() {}

    /** Whether the users of a folder are its group: nobody else may look into it, or it is root's and of another group than root's. */
    static boolean areOfGroup(Path folder) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
            boolean closed = !mode.contains(PosixFilePermission.OTHERS_READ)
                    && !mode.contains(PosixFilePermission.OTHERS_EXECUTE);
            return mode.containsAll(GROUP) && (closed || isOfRootForOthers(folder));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether a folder is root's, for a user in its group, and that user cannot read this file below it. */
    static boolean lackAccess(Path folder, Path file) {
        try {
            if (!areOfGroup(folder) || !isOfRootForOthers(folder)) {
                return false;
            }
            Object group = Files.getAttribute(folder, "unix:gid");
            for (Path step = file;
                    step != null && step.startsWith(folder) && !step.equals(folder);
                    step = step.getParent()) {
                if (!canRead(group, step)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean canRead(Object group, Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return mode.contains(PosixFilePermission.OTHERS_READ)
                || !isOfRoot(file, "unix:uid")
                || (mode.contains(PosixFilePermission.GROUP_READ)
                        && Files.getAttribute(file, "unix:gid").equals(group));
    }

    private static boolean isOfRootForOthers(Path folder) throws IOException {
        return isOfRoot(folder, "unix:uid") && !isOfRoot(folder, "unix:gid");
    }

    private static boolean isOfRoot(Path file, String attribute) throws IOException {
        return Files.getAttribute(file, attribute).equals(0);
    }

    /** Whether every user of the machine can, as far as the file's own mode says. */
    static boolean others(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
