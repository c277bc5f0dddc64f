package nl.digipoort.james.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.journal.HeldDeliveries;
import nl.digipoort.james.journal.HeldDelivery;
import nl.digipoort.james.lock.StoreUnavailableException;
import org.apache.james.core.Username;

/** Held deliveries that a test puts there, and whose release ends as it says. */
final class FakeHeldDeliveries implements HeldDeliveries {
    private final List<HeldDelivery> held = new ArrayList<>();
    private final List<Username> released = new ArrayList<>();
    private Release outcome = Release.DONE;
    private boolean outOfReach;

    void hold(Username maildrop, String mail, Instant arrivedAt) {
        held.add(HeldDelivery.of("key-of-" + mail, maildrop, mail, arrivedAt));
    }

    void endWith(Release release) {
        outcome = release;
    }

    void cutOff() {
        outOfReach = true;
    }

    /** Whose deliveries were to be released. */
    List<Username> released() {
        return released;
    }

    @Override
    public List<HeldDelivery> list() {
        reach();
        return List.copyOf(held);
    }

    @Override
    public Release release(Username maildrop) {
        reach();
        released.add(maildrop);
        if (outcome == Release.DONE) {
            held.removeIf(delivery -> delivery.maildrop().equals(maildrop));
        }
        return outcome;
    }

    private void reach() {
        if (outOfReach) {
            throw new StoreUnavailableException("out of reach", new IllegalStateException());
        }
    }
}
