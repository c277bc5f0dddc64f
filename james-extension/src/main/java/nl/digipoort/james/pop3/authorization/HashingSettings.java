// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about the hashing of clear passwords: the element {@code hashing}. Immutable. */
final class HashingSettings {
    private static final int MANY = 1000;
    private static final int MOST_THREADS = 1024;

    private final int threads;
    private final int perAddress;

    private HashingSettings(Section hashing) throws ConfigurationException {
        hashing.allow("threads", "perAddress");
        this.threads = hashing.number("threads", halfOf(Runtime.getRuntime().availableProcessors()), 1, MOST_THREADS);
        this.perAddress = hashing.number("perAddress", 32, 1, MANY);
    }

    /** The other half is for clients that are logged in or use other mechanisms. */
    private static int halfOf(int processors) {
        return Math.max(1, processors / 2);
    }

    /**
     * Reads the element; missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    static HashingSettings from(Section hashing) throws ConfigurationException {
        return new HashingSettings(hashing);
    }

    /** How many passwords are hashed at the same time. */
    int threads() {
        return threads;
    }

    /** How many passwords from one network may wait or be hashed. */
    int perAddress() {
        return perAddress;
    }
}
