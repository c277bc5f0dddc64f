// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.collect.Sets;
import java.util.Set;

/** Which limit a connection meets. */
public enum ConnectionLimit {
    IN_ALL("connectionLimit"),
    NOT_LOGGED_IN("limits.notLoggedIn"),
    PER_ADDRESS("connectionLimitPerIP");

    /** Those that a newcomer can be refused for; for the other there is always a connection that makes room. */
    public static final Set<ConnectionLimit> REFUSING = Sets.immutableEnumSet(IN_ALL, PER_ADDRESS);

    private final String key;

    ConnectionLimit(String key) {
        this.key = key;
    }

    /** The setting, as operators know it. */
    public String key() {
        return key;
    }
}
