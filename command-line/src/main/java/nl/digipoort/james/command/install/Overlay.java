// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of {@code conf/} that take the place of James's own; the jar of the command line carries them. */
final class Overlay {
    private Overlay() {}

    static String text(String name) {
        try (InputStream file = Overlay.class.getResourceAsStream("overlay/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is not in this jar", e);
        }
    }
}
