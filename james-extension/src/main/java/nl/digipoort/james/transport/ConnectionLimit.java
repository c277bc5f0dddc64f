package nl.digipoort.james.transport;

/** What a connection can be one too many for. */
public enum ConnectionLimit {
    IN_ALL("connectionLimit"),
    NOT_LOGGED_IN("limits.notLoggedIn"),
    PER_ADDRESS("connectionLimitPerIP");

    private final String key;

    ConnectionLimit(String key) {
        this.key = key;
    }

    /** The setting, as operators know it. */
    public String key() {
        return key;
    }
}
