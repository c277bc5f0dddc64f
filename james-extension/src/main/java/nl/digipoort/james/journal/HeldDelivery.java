package nl.digipoort.james.journal;

import java.time.Instant;
import org.apache.james.core.Username;

/** A delivery that waits for its maildrop, as an operator may see it. Immutable. */
public final class HeldDelivery {
    private final String key;
    private final Username maildrop;
    private final String mail;
    private final Instant arrivedAt;

    private HeldDelivery(String key, Username maildrop, String mail, Instant arrivedAt) {
        this.key = key;
        this.maildrop = maildrop;
        this.mail = mail;
        this.arrivedAt = arrivedAt;
    }

    /**
     * @param key that of James's mail repository
     * @param mail the name of the mail, or the digest that stands for a long one
     */
    public static HeldDelivery of(String key, Username maildrop, String mail, Instant arrivedAt) {
        return new HeldDelivery(key, maildrop, mail, arrivedAt);
    }

    public String key() {
        return key;
    }

    public Username maildrop() {
        return maildrop;
    }

    public String mail() {
        return mail;
    }

    /** When the mail was accepted, by the clock of the node that did. */
    public Instant arrivedAt() {
        return arrivedAt;
    }
}
