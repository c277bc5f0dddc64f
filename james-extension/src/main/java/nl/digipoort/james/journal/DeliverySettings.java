// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.journal;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The operator's settings for deliveries: the element {@code delivery}. Immutable. */
public final class DeliverySettings {
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_DAYS = 99;
    private static final long MEGABYTE = 1024 * 1024;
    private static final int MOST_MEGABYTES = 1_000_000;

    private final Duration sweepInterval;
    private final Duration alarmAfter;
    private final Duration rememberFor;
    private final long freeSpace;

    private DeliverySettings(Section delivery) throws ConfigurationException {
        delivery.allow("sweepInterval", "alarmAfter", "rememberFor", "freeSpace");
        this.sweepInterval = delivery.seconds("sweepInterval", 5, 1, MOST_SECONDS);
        this.alarmAfter = delivery.seconds("alarmAfter", 900, 1, MOST_SECONDS);
        this.rememberFor = Duration.ofDays(delivery.number("rememberFor", 30, 1, MOST_DAYS));
        this.freeSpace = MEGABYTE * delivery.number("freeSpace", 256, 0, MOST_MEGABYTES);
    }

    /**
     * Reads the element. Missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static DeliverySettings from(Section delivery) throws ConfigurationException {
        return new DeliverySettings(delivery);
    }

    /** How often each node looks for held mail whose maildrop is free. */
    public Duration sweepInterval() {
        return sweepInterval;
    }

    /** The age from which held mail raises an alarm for the operator. */
    public Duration alarmAfter() {
        return alarmAfter;
    }

    /** How long the journal remembers a delivery that was made, in whole days. */
    public Duration rememberFor() {
        return rememberFor;
    }

    /** Octets that must be free on the file system of this server's data before mail is accepted; 0 turns the check off. */
    public long freeSpace() {
        return freeSpace;
    }
}
