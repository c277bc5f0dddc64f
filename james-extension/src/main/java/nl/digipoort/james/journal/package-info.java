// SPDX-License-Identifier: Apache-2.0
/**
 * Which deliveries were made, so that mail which comes again is not put into a maildrop twice.
 * {@link nl.digipoort.james.journal.MadeDeliveries} is a memory of finished deliveries; {@link nl.digipoort.james.journal.DeliveryJournal}
 * adds attempts, for stores where an append is no transaction. Both are implemented by the stores. The appending itself is not here.
 */
package nl.digipoort.james.journal;
