// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** An action may not be done because its record could not be written. */
public final class NotRecordedException extends RuntimeException {
    NotRecordedException(AuditRecord record, Throwable cause) {
        super("not recorded: " + record, cause);
    }
}
