// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.lock;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The operator's settings for the locks on maildrops: the element {@code lock}. Immutable. */
public final class LockSettings {
    private static final int LEAST_LEASE_SECONDS = 3;
    private static final int MOST_LEASE_SECONDS = 3600;
    private static final int MOST_WAIT_SECONDS = 60;

    private final Duration leaseTime;
    private final Duration sessionWait;
    private final Duration deliveryWait;
    private final String node;
    private final boolean nodeNamed;

    private LockSettings(Section lock) throws ConfigurationException {
        lock.allow("leaseTime", "sessionWait", "deliveryWait", "node");
        this.leaseTime = lock.seconds("leaseTime", 60, LEAST_LEASE_SECONDS, MOST_LEASE_SECONDS);
        this.sessionWait = lock.seconds("sessionWait", 5, 0, MOST_WAIT_SECONDS);
        this.deliveryWait = lock.seconds("deliveryWait", 2, 0, MOST_WAIT_SECONDS);
        this.nodeNamed = lock.has("node");
        this.node = nodeNamed ? lock.text("node") : processAndHost();
    }

    /**
     * Reads the element. Missing keys have their defaults.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static LockSettings from(Section lock) throws ConfigurationException {
        return new LockSettings(lock);
    }

    private static String processAndHost() {
        return ManagementFactory.getRuntimeMXBean().getName();
    }

    /** How long a lock lasts without a renewal, in whole seconds. After that the maildrops of a dead node are free. */
    public Duration leaseTime() {
        return leaseTime;
    }

    /** How long a login waits for a delivery to end. */
    Duration sessionWait() {
        return sessionWait;
    }

    /** How long a delivery waits for another one to end before its mail is held. */
    Duration deliveryWait() {
        return deliveryWait;
    }

    /** The name of this server, as operators see it. */
    public String node() {
        return node;
    }

    /** Whether the operator has named it; otherwise its name has the process and the host. */
    public boolean isNodeNamed() {
        return nodeNamed;
    }
}
