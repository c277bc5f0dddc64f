// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** What was to be recorded could not be, and so it may not be done. */
public final class NotRecordedException extends RuntimeException {
    NotRecordedException(AuditRecord record, Throwable cause) {
        super("not recorded: " + record, cause);
    }
}
