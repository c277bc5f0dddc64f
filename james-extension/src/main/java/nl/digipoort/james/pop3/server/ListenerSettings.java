// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import nl.digipoort.james.configuration.Section;
import nl.digipoort.james.transport.TrustedProxies;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * The usual elements of a James server, checked before James reads them. James ignores unknown elements and treats a wrong number as
 * missing. {@code tls} is left to {@link nl.digipoort.james.tls.TlsSettings}. Immutable.
 */
public final class ListenerSettings {
    static final String JMX_NAME = "digipoort-pop3";

    private static final int MANY = 1_000_000;
    private static final int THREADS = 1024;

    private final boolean enabled;
    private final TrustedProxies proxies;
    private final ImmediateTlsSettings immediateTls;
    private final ListenerLimits limits;
    private final HierarchicalConfiguration<ImmutableNode> configuration;

    private ListenerSettings(
            boolean enabled,
            TrustedProxies proxies,
            ImmediateTlsSettings immediateTls,
            ListenerLimits limits,
            HierarchicalConfiguration<ImmutableNode> configuration) {
        this.enabled = enabled;
        this.proxies = proxies;
        this.immediateTls = immediateTls;
        this.limits = limits;
        this.configuration = configuration;
    }

    /**
     * Checks the element {@code digipoort} and adds the defaults that differ from James's own.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static ListenerSettings from(Section digipoort) throws ConfigurationException {
        digipoort.allow(
                "@enabled",
                "jmxName",
                "bind",
                "connectionBacklog",
                "tls",
                "connectiontimeout",
                "connectionLimit",
                "connectionLimitPerIP",
                "ioWorkerCount",
                "bossWorkerCount",
                "maxExecutorCount",
                "handlerchain",
                "mode",
                "authentication",
                "implicitTls",
                "lock",
                "bodies",
                "delivery",
                "audit",
                "trustedProxies",
                "immediateTls",
                "limits",
                "accountLimits",
                "accountPolicy",
                "removedUsers",
                "scrubDays");
        boolean enabled = digipoort.flag("@enabled", true);
        digipoort.addresses("bind");
        digipoort.number("connectionBacklog", 1, 1, MANY);
        digipoort.number("ioWorkerCount", 1, 1, THREADS);
        digipoort.number("bossWorkerCount", 1, 1, THREADS);
        digipoort.number("maxExecutorCount", 1, 1, THREADS);
        if (digipoort.has("handlerchain")) {
            // Another core package would replace the gate.
            digipoort.section("handlerchain").allow("handler", "@enableJmx");
        }
        return new ListenerSettings(
                enabled,
                TrustedProxies.from(digipoort),
                ImmediateTlsSettings.from(digipoort.optionalSection("immediateTls")),
                ListenerLimits.from(digipoort),
                withDefaults(digipoort.configuration()));
    }

    private static HierarchicalConfiguration<ImmutableNode> withDefaults(
            HierarchicalConfiguration<ImmutableNode> configuration) {
        // James would read the certificates by its own rules
        configuration.clearTree("tls");
        if (!configuration.containsKey("jmxName")) {
            configuration.addProperty("jmxName", JMX_NAME);
        }
        if (configuration.configurationsAt("handlerchain").isEmpty()) {
            configuration.addProperty("handlerchain", "");
        }
        return configuration;
    }

    boolean isEnabled() {
        return enabled;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    ImmediateTlsSettings immediateTls() {
        return immediateTls;
    }

    ListenerLimits limits() {
        return limits;
    }

    HierarchicalConfiguration<ImmutableNode> configuration() {
        return configuration;
    }
}
