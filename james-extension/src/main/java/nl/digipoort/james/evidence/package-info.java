// SPDX-License-Identifier: Apache-2.0
/**
 * Reads audit trails as an auditor does: verifies them, and shows what they say of a message. It shares no code with the package that writes
 * them, so that a mistake there is not made here again, and knows no James, so that it runs where no server does. It never fails at what a
 * file has. Begin with {@link nl.digipoort.james.evidence.AuditTool}, then {@link nl.digipoort.james.evidence.Verification}.
 */
package nl.digipoort.james.evidence;
