// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.webadmin;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import nl.digipoort.james.command.line.Refusal;

/** Why a file cannot be read, for a person. */
final class Unreadable {
    private Unreadable() {}

    static Refusal file(Path file, Exception cause) {
        return new Refusal(file + why(cause), cause);
    }

    private static String why(Exception cause) {
        if (cause instanceof NoSuchFileException) {
            return " is not there";
        }
        return cause instanceof AccessDeniedException
                ? " may be read by its owner only"
                : " cannot be read: " + cause.getMessage();
    }
}
