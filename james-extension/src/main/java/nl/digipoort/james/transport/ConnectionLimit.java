// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import com.google.common.collect.Sets;
import java.util.Set;

/** The limit that a connection has reached. */
public enum ConnectionLimit {
    IN_ALL("connectionLimit"),
    NOT_LOGGED_IN("limits.notLoggedIn"),
    PER_ADDRESS("connectionLimitPerIP");

    /** Limits that can refuse a newcomer; at the other one an existing connection always makes room. */
    public static final Set<ConnectionLimit> REFUSING = Sets.immutableEnumSet(IN_ALL, PER_ADDRESS);

    private final String key;

    ConnectionLimit(String key) {
        this.key = key;
    }

    /** The name of its setting. */
    public String key() {
        return key;
    }
}
