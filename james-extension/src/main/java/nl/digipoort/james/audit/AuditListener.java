// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

/** Receives each record as it is made, even if nothing is written. Called by many threads; must be quick and throw nothing. */
@FunctionalInterface
public interface AuditListener {
    void noted(AuditRecord record);
}
