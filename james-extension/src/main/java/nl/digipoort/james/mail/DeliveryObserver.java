// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import nl.digipoort.james.journal.Delivery;

/** Receives each step of a delivery, on the thread of the delivery. For operators' extensions and for tests. */
public interface DeliveryObserver {
    void reached(DeliveryStep step, Delivery delivery);
}
