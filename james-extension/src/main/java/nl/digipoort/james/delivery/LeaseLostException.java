package nl.digipoort.james.delivery;

import nl.digipoort.james.lock.HeldLease;

/** The lock was lost before anything was appended; the delivery is to be tried again. */
final class LeaseLostException extends RuntimeException {
    LeaseLostException(HeldLease lease) {
        super("the lock of " + lease + " was lost before the append");
    }
}
