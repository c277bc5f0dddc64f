// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;
import java.nio.file.Path;

/** The file of the audit trail cannot be opened at the start. */
public final class AuditFileException extends RuntimeException {
    AuditFileException(Path file, IOException cause) {
        super("the audit trail " + file + " cannot be written (pop3server.xml: digipoort.audit.file): " + cause, cause);
    }
}
