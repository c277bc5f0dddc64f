// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a test server starts. Immutable; each {@code with} gives a changed copy. */
public final class TestServerSettings {
    private final String bind;
    private final int port;
    private final List<String> hosts;
    private final Set<Fault> faults;
    private final Duration loginDelay;
    private final boolean scram;

    private TestServerSettings(
            String bind, int port, List<String> hosts, Set<Fault> faults, Duration loginDelay, boolean scram) {
        this.bind = bind;
        this.port = port;
        this.hosts = List.copyOf(hosts);
        this.faults = Set.copyOf(faults);
        this.loginDelay = loginDelay;
        this.scram = scram;
    }

    /** On any free port of 127.0.0.1, without faults. */
    public static TestServerSettings usual() {
        return new TestServerSettings(
                "127.0.0.1", 0, List.of("localhost", "127.0.0.1", "::1"), Set.of(), Duration.ZERO, false);
    }

    /** @param address an address of this machine, or 0.0.0.0 for all */
    public TestServerSettings withBind(String address) {
        return new TestServerSettings(address, port, hosts, faults, loginDelay, scram);
    }

    /** @param number 0 for any free port */
    public TestServerSettings withPort(int number) {
        return new TestServerSettings(bind, number, hosts, faults, loginDelay, scram);
    }

    /** The names and addresses that the certificate is for, the first one in its subject. */
    public TestServerSettings withHosts(List<String> names) {
        return new TestServerSettings(bind, port, names, faults, loginDelay, scram);
    }

    /** Faults of the listener, and faults that all accounts have. */
    public TestServerSettings with(Fault... some) {
        Set<Fault> all = EnumSet.noneOf(Fault.class);
        all.addAll(faults);
        all.addAll(List.of(some));
        return new TestServerSettings(bind, port, hosts, all, loginDelay, scram);
    }

    /** What must pass from one login of an account to the next; the interface asks for a minute. */
    public TestServerSettings withLoginDelay(Duration delay) {
        return new TestServerSettings(bind, port, hosts, faults, delay, scram);
    }

    /** Also offers SCRAM-SHA-256-PLUS and SCRAM-SHA-256, before the others. */
    public TestServerSettings withScram() {
        return new TestServerSettings(bind, port, hosts, faults, loginDelay, true);
    }

    String bind() {
        return bind;
    }

    int port() {
        return port;
    }

    List<String> hosts() {
        return hosts;
    }

    Set<Fault> faults() {
        return faults;
    }

    Duration loginDelay() {
        return loginDelay;
    }

    boolean scram() {
        return scram;
    }
}
