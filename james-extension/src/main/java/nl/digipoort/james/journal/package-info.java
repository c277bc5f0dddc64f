// SPDX-License-Identifier: Apache-2.0
/**
 * The record of deliveries that were made, so that repeated mail is not put into a maildrop twice.
 * {@link nl.digipoort.james.journal.MadeDeliveries} remembers finished deliveries. {@link nl.digipoort.james.journal.DeliveryJournal} adds
 * attempts, for stores where an append is not a transaction. The stores implement both. The append itself is not here.
 */
package nl.digipoort.james.journal;
