package nl.digipoort.james.pop3.server;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * What the operator decides about TLS at once on the port of STLS: the element {@code immediateTls}. A grace is how long a
 * silent client is not greeted, because it may be about to send a ClientHello. Immutable.
 */
final class ImmediateTlsSettings {
    private static final int LONGEST_UNKNOWN_MILLIS = 10_000;
    /** Clients give a greeting up after a minute or so. */
    private static final int LONGEST_TLS_MILLIS = 30_000;

    private static final int MANY = 1_000_000;

    private final boolean enabled;
    private final int unknownMillis;
    private final int tlsMillis;
    private final int remembered;

    private ImmediateTlsSettings(Section immediateTls) throws ConfigurationException {
        immediateTls.allow("@enabled", "unknownGrace", "tlsGrace", "rememberedAddresses");
        this.enabled = immediateTls.flag("@enabled", true);
        this.unknownMillis = immediateTls.number("unknownGrace", 500, 0, LONGEST_UNKNOWN_MILLIS);
        this.tlsMillis =
                immediateTls.number("tlsGrace", Math.max(3000, unknownMillis), unknownMillis, LONGEST_TLS_MILLIS);
        this.remembered = immediateTls.number("rememberedAddresses", 10_000, 0, MANY);
    }

    /** Reads the element; what it leaves out has its default. */
    static ImmediateTlsSettings from(Section immediateTls) throws ConfigurationException {
        return new ImmediateTlsSettings(immediateTls);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** The grace of a client of which nothing is known. */
    Duration unknownGrace() {
        return Duration.ofMillis(unknownMillis);
    }

    /** The grace of a client that began with TLS the last time; no shorter than the other. */
    Duration tlsGrace() {
        return Duration.ofMillis(tlsMillis);
    }

    /** Of how many addresses it is known what they did last. */
    int rememberedAddresses() {
        return remembered;
    }
}
