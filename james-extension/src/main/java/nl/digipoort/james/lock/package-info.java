// SPDX-License-Identifier: Apache-2.0
/**
 * The right to a maildrop: one session, one delivery or one removal of old messages at a time, as a lease with a fence. Leases are taken,
 * renewed and given back here; what their owner does with the maildrop is not here. No protocol and no mailbox. Begin with
 * {@link nl.digipoort.james.lock.MaildropLocks}, which the stores implement, then {@link nl.digipoort.james.lock.Leases}.
 */
package nl.digipoort.james.lock;
