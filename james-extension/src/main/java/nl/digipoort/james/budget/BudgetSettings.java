// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.nio.file.Path;
import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about memory for messages: the element {@code bodies}. Immutable. */
public final class BudgetSettings {
    private static final int MOST_PERCENT = 90;
    private static final int MOST_SECONDS = 3600;
    private static final int MOST_KILOBYTES = 1024 * 1024;
    private static final int KILOBYTE = 1024;

    private final int heapShare;
    private final long freeBelow;
    private final Duration longestWait;
    private final Path spoolDirectory;

    private BudgetSettings(Section bodies) throws ConfigurationException {
        bodies.allow("heapShare", "freeBelow", "longestWait", "spoolDirectory");
        this.heapShare = bodies.number("heapShare", 25, 1, MOST_PERCENT);
        this.freeBelow = (long) KILOBYTE * bodies.number("freeBelow", 64, 0, MOST_KILOBYTES);
        this.longestWait = bodies.seconds("longestWait", 300, 1, MOST_SECONDS);
        this.spoolDirectory = bodies.writableDirectory("spoolDirectory");
    }

    /**
     * Reads the element; missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static BudgetSettings from(Section bodies) throws ConfigurationException {
        return new BudgetSettings(bodies);
    }

    /** The octets of a heap that messages for clients may use. */
    long share(long heap) {
        return heap / 100 * heapShare;
    }

    /** The size in octets below which a message needs no share. */
    long freeBelow() {
        return freeBelow;
    }

    /** How long a client waits for memory before it is refused. */
    public Duration longestWait() {
        return longestWait;
    }

    /** The directory for messages of slow clients while others wait for memory. */
    public Path spoolDirectory() {
        return spoolDirectory;
    }
}
