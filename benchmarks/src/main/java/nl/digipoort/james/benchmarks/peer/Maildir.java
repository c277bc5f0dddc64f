// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a Maildir. */
final class Maildir {
    private static final long FIRST = 1_790_000_000L;

    private Maildir() {}

    static void fill(Path directory, Maildrop maildrop) throws IOException {
        Path current = Files.createDirectories(directory.resolve("cur"));
        Files.createDirectories(directory.resolve("new"));
        Files.createDirectories(directory.resolve("tmp"));
        if (maildrop.messages() == 0) {
            return;
        }
        byte[] message = Message.of(maildrop.octets());
        for (int i = 0; i < maildrop.messages(); i++) {
            // S is the size, W the size with CRLF: the file names of Dovecot's own deliveries
            String name = (FIRST + i) + ".M" + i + "P1.bench,S=" + message.length + ",W=" + message.length + ":2,";
            Files.write(current.resolve(name), message);
        }
    }
}
