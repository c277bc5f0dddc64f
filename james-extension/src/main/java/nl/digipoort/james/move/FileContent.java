// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.mail.MailContent;

/** A message in a file. Immutable. */
final class FileContent implements MailContent {
    private final Path file;
    private final long octets;

    FileContent(Path file, long octets) {
        this.file = file;
        this.octets = octets;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(file));
    }
}
