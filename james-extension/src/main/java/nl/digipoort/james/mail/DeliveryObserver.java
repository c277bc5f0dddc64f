// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import nl.digipoort.james.journal.Delivery;

/** Is told of each step of a delivery, in the thread that makes it. For operators' extensions and for tests. */
public interface DeliveryObserver {
    void reached(DeliveryStep step, Delivery delivery);
}
