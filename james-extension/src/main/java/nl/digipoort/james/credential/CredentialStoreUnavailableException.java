package nl.digipoort.james.credential;

/** A store that credential records need (the records, James's users) cannot be reached or does not answer as it should. */
public final class CredentialStoreUnavailableException extends RuntimeException {
    CredentialStoreUnavailableException(String message) {
        super(message);
    }

    public CredentialStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
