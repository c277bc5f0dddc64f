package nl.digipoort.james.lock;

/** A store that the maildrop needs (lock, sizes) cannot be reached or does not answer as it should. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
