// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import nl.digipoort.james.budget.Reservation;
import nl.digipoort.james.lock.LeaseRequest;
import nl.digipoort.james.lock.LockSettings;
import nl.digipoort.james.lock.OwnedLease;
import nl.digipoort.james.maildrop.LockedMaildrop;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.MessageContent;
import nl.digipoort.james.maildrop.OpenMaildrop;
import org.apache.james.core.Username;

/** Takes and opens maildrops as a session does, but with a thread that waits. Thread-safe. */
final class MaildropDoor {
    static final String IN_USE = "its maildrop is in use";

    private static final Duration PAUSE = Duration.ofMillis(25);

    private final Maildrops maildrops;
    private final Duration patience;

    @Inject
    MaildropDoor(Maildrops maildrops, LockSettings settings) {
        this.maildrops = maildrops;
        this.patience = settings.leaseTime().multipliedBy(2);
    }

    /**
     * Takes the lock, for as long as it takes to move the maildrop. Waits so long that the lock of a move that was aborted is free.
     *
     * @param purpose as operators see it
     * @throws MoveException if somebody else has it
     */
    OwnedLease lock(Username user, String purpose) throws MoveException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < patience.toNanos()) {
            Optional<OwnedLease> lease = ask(user, purpose);
            if (lease.isPresent()) {
                return lease.get();
            }
            pause();
        }
        throw new MoveException(IN_USE);
    }

    private Optional<OwnedLease> ask(Username user, String purpose) {
        try (LeaseRequest request = maildrops.request(user, purpose)) {
            Optional<OwnedLease> lease = request.ask();
            while (lease.isEmpty() && request.isWaiting()) {
                pause();
                lease = request.ask();
            }
            return lease;
        }
    }

    /** @throws MoveException if somebody else may have the maildrop now, or soon */
    static void requireTime(OwnedLease lease) throws MoveException {
        if (!lease.hasTimeForAStep()) {
            throw new MoveException("the lock of its maildrop was lost");
        }
    }

    /** The messages of now. The lease is not given back with it. */
    OpenMaildrop open(OwnedLease lease) throws MaildropException {
        LockedMaildrop locked = maildrops.locked(lease);
        while (locked.awaited().isPresent()) {
            pause();
        }
        return locked.open();
    }

    static MessageContent read(OpenMaildrop maildrop, int number) throws MaildropException {
        Reservation memory = maildrop.reserve(number);
        while (!memory.isGranted()) {
            pause();
        }
        return maildrop.retrieve(number, memory);
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
