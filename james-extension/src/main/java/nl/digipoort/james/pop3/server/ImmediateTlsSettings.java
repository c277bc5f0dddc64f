// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about immediate TLS on the STLS port: the element {@code immediateTls}. Immutable. */
final class ImmediateTlsSettings {
    private static final int DEFAULT_MILLIS = 500;
    private static final int SHORTEST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 10_000;

    /** Keys of earlier versions, which remembered what each address did last. */
    private static final List<String> REPLACED = List.of("unknownGrace", "tlsGrace", "rememberedAddresses");

    private final boolean enabled;
    private final Duration grace;

    private ImmediateTlsSettings(Section immediateTls) throws ConfigurationException {
        for (String key : REPLACED) {
            if (immediateTls.has(key)) {
                throw new ConfigurationException(immediateTls.path() + "." + key
                        + " is not supported any more; use grace, the milliseconds for every address");
            }
        }
        immediateTls.allow("@enabled", "grace");
        this.enabled = immediateTls.flag("@enabled", true);
        this.grace = Duration.ofMillis(immediateTls.number("grace", DEFAULT_MILLIS, SHORTEST_MILLIS, LONGEST_MILLIS));
    }

    /** Reads the element; missing keys have their defaults. */
    static ImmediateTlsSettings from(Section immediateTls) throws ConfigurationException {
        return new ImmediateTlsSettings(immediateTls);
    }

    /** How long a silent client is not greeted, because it may be about to send a ClientHello. Empty if the port is for STLS only. */
    Optional<Duration> grace() {
        return enabled ? Optional.of(grace) : Optional.empty();
    }
}
