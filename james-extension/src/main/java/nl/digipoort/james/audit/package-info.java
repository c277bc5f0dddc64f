// SPDX-License-Identifier: Apache-2.0
/**
 * The audit trail: who fetched and deleted which message, and what administrators did. This package has the form of a record, the files,
 * and their reader. It knows no protocol, and the features decide what must not happen unrecorded. Begin with
 * {@link nl.digipoort.james.audit.AuditTrail}, then {@link nl.digipoort.james.audit.AuditEvent} and
 * {@link nl.digipoort.james.audit.AuditField}.
 */
package nl.digipoort.james.audit;
