// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: who fetched and deleted which message, and what administrators did. The form of a record, the files, and reading them
 * again are here. No protocol is known here, and what may not happen unrecorded is decided by the features. Begin with
 * {@link nl.digipoort.james.audit.AuditTrail}, then {@link nl.digipoort.james.audit.AuditEvent} and
 * {@link nl.digipoort.james.audit.AuditField}.
 */
package nl.digipoort.james.audit;
