package nl.digipoort.james.journal;

import java.util.List;
import org.apache.james.core.Username;

/** The deliveries that met a session and wait until their maildrop is free. Thread-safe; blocks. */
public interface HeldDeliveries {
    /** What became of an operator's wish to bring deliveries in. */
    enum Release {
        /** None of the maildrop's deliveries is held any more. */
        DONE,
        /** A session has the maildrop; they are brought in when it ends. */
        IN_USE,
        /** Some could not be brought in; the log says why, and it is tried again. */
        FAILED
    }

    /**
     * All of them, in order of arrival.
     *
     * @throws nl.digipoort.james.lock.StoreUnavailableException if the mail repository cannot be reached
     */
    List<HeldDelivery> list();

    /**
     * Brings a maildrop's deliveries in now, in order of arrival.
     *
     * @throws nl.digipoort.james.lock.StoreUnavailableException if a store cannot be reached
     */
    Release release(Username maildrop);
}
