// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.guessing;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about failed logins: the element {@code guessing}. Immutable. */
public final class GuessingSettings {
    private static final int SECONDS_A_DAY = 86_400;
    /** Clients give up after about a minute; the owner must get in before that. */
    private static final int LONGEST_SECONDS = 60;

    private static final int MANY = 1000;

    private final int failuresPerConnection;
    private final int freePerAccount;
    private final int freePerAddress;
    private final int delayedPerAddress;
    private final Duration firstDelay;
    private final Duration longestDelay;
    private final Duration forgetAfter;

    private GuessingSettings(Section guessing) throws ConfigurationException {
        guessing.allow(
                "failuresPerConnection",
                "freePerAccount",
                "freePerAddress",
                "heldPerAddress",
                "firstDelay",
                "longestDelay",
                "forgetAfter");
        this.failuresPerConnection = guessing.number("failuresPerConnection", 5, 1, MANY);
        this.freePerAccount = guessing.number("freePerAccount", 3, 0, MANY);
        this.freePerAddress = guessing.number("freePerAddress", 10, 0, MANY);
        this.delayedPerAddress = guessing.number("heldPerAddress", 32, 1, MANY);
        this.firstDelay = Duration.ofSeconds(guessing.number("firstDelay", 1, 1, LONGEST_SECONDS));
        this.longestDelay = Duration.ofSeconds(guessing.number("longestDelay", 10, 0, LONGEST_SECONDS));
        this.forgetAfter = Duration.ofSeconds(guessing.number("forgetAfter", 60, 1, SECONDS_A_DAY));
    }

    /**
     * Reads the element; missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static GuessingSettings from(Section guessing) throws ConfigurationException {
        return new GuessingSettings(guessing);
    }

    /** The number of failed logins after which a connection is closed. */
    public int failuresPerConnection() {
        return failuresPerConnection;
    }

    int freePerAccount() {
        return freePerAccount;
    }

    int freePerAddress() {
        return freePerAddress;
    }

    int delayedPerAddress() {
        return delayedPerAddress;
    }

    Duration firstDelay() {
        return firstDelay;
    }

    Duration longestDelay() {
        return longestDelay;
    }

    Duration forgetAfter() {
        return forgetAfter;
    }
}
