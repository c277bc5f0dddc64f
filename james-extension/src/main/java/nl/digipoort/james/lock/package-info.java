// SPDX-License-Identifier: Apache-2.0
/**
 * The right to a maildrop: one session, one delivery or one removal of old messages at a time, as a lease with a fence. Leases are taken,
 * renewed and released here. The use of the maildrop, protocols and mailboxes are not here. Begin with
 * {@link nl.digipoort.james.lock.MaildropLocks}, which the stores implement, then {@link nl.digipoort.james.lock.Leases}.
 */
package nl.digipoort.james.lock;
