package nl.digipoort.james.delivery;

/** How far a delivery has come; a crash behind any of these steps neither loses nor doubles the mail. */
public enum DeliveryStep {
    /** The mail came from the spool, or a held one is to be brought in. */
    TAKEN,
    /** The maildrop's lock is held. */
    LOCKED,
    /** The attempt is in the journal. */
    BEGUN,
    /** The message is in the mailbox. */
    APPENDED,
    /** The journal has it as made. */
    NOTED,
    /** The lock is free again. */
    UNLOCKED,
    /** A session was met, and the mail is in the repository of held deliveries. */
    HELD,
    /** A held mail was brought in and is out of that repository. */
    BROUGHT_IN
}
