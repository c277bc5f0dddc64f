// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.mail;

import nl.digipoort.james.lock.OwnedLease;

/** The lock was lost before anything was appended. Try the delivery again. */
public final class LeaseLostException extends RuntimeException {
    public LeaseLostException(OwnedLease lease) {
        super("the lock of " + lease + " was lost before the append");
    }
}
