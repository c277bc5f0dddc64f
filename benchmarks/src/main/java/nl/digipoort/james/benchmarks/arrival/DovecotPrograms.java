// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Dovecot with LMTP, installed or unpacked. Its programs expect each other in {@code /usr}, so an unpacked one is mounted over that in a
 * mount namespace of its own, which no other process sees.
 */
record DovecotPrograms(Path unpacked, boolean areInstalled) {
    private static final Path LMTP = Path.of("usr/lib/dovecot/lmtp");
    private static final String OVERLAY = "mount -t overlay overlay -o \"lowerdir=$0/usr:/usr\" /usr && exec \"$@\"";

    static DovecotPrograms find(Path unpacked) {
        return new DovecotPrograms(
                unpacked.toAbsolutePath(), Files.exists(Path.of("/").resolve(LMTP)));
    }

    boolean arePresent() {
        return areInstalled || Files.exists(unpacked.resolve(LMTP));
    }

    List<String> command(List<String> dovecot) {
        List<String> command = new ArrayList<>();
        if (!areInstalled) {
            command.addAll(List.of(
                    "unshare", "--mount", "--propagation", "private", "sh", "-c", OVERLAY, unpacked.toString()));
        }
        command.addAll(dovecot);
        return command;
    }
}
