// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import nl.digipoort.james.configuration.Finding;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.james.utils.PropertiesProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our settings from {@code webadmin.properties}: its keys {@code digipoort.*}, and those of James that matter here. Immutable. */
public final class WebAdminSettings {
    private static final Logger LOGGER = LoggerFactory.getLogger(WebAdminSettings.class);

    private static final String FILE = "webadmin";
    private static final String OURS = "nl.digipoort.";
    private static final String ENABLED = "enabled";
    private static final String PREFIX = "digipoort";
    private static final String TOKENS = PREFIX + ".tokens";
    private static final String HOSTS = PREFIX + ".hosts";
    private static final String ROUTES = "extensions.routes";
    private static final String NAME = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";

    private final boolean enabled;
    private final String host;
    private final boolean tokens;
    private final Set<String> hosts;
    private final boolean guarded;

    private WebAdminSettings(Configuration file) throws ConfigurationException {
        for (Iterator<String> keys = file.getKeys(PREFIX); keys.hasNext(); ) {
            String key = keys.next();
            if (!List.of(TOKENS, HOSTS).contains(key)) {
                throw problem(key, "is unknown", TOKENS + ", " + HOSTS);
            }
        }
        this.enabled = enabled(file);
        this.host = file.getString("host", "localhost");
        this.tokens = tokens(file);
        this.hosts = hosts(file);
        this.guarded = guarded(file);
    }

    /** @throws ConfigurationException naming the key, the value found and what is allowed, or that the file cannot be read */
    public static WebAdminSettings from(PropertiesProvider properties) throws ConfigurationException {
        return from(read(properties));
    }

    private static Configuration read(PropertiesProvider properties) throws ConfigurationException {
        try {
            return properties.getConfiguration(FILE);
        } catch (FileNotFoundException e) {
            // without the file James has no WebAdmin
            return new BaseConfiguration();
        } catch (ConfigurationException | ConfigurationRuntimeException e) {
            throw new ConfigurationException(FILE + ".properties cannot be read: " + e.getMessage(), e);
        }
    }

    static WebAdminSettings from(Configuration file) throws ConfigurationException {
        return new WebAdminSettings(file);
    }

    private static boolean guarded(Configuration file) throws ConfigurationException {
        String guard = DigipoortRoutes.class.getName();
        List<String> routes = List.of(file.getStringArray(ROUTES));
        for (String name : routes) {
            // James would fail with a ClassCastException that names no file
            if (name.startsWith(OURS) && !name.equals(guard)) {
                throw problem(ROUTES, "has " + name + ", the class of an earlier version", "of ours only " + guard);
            }
        }
        return routes.contains(guard);
    }

    private static boolean enabled(Configuration file) throws ConfigurationException {
        try {
            return file.getBoolean(ENABLED, false);
        } catch (ConfigurationRuntimeException e) {
            throw problem(ENABLED, "is '" + file.getString(ENABLED) + "'", "true, false");
        }
    }

    private static boolean tokens(Configuration file) throws ConfigurationException {
        String value = file.getString(TOKENS, "true");
        if (!Set.of("true", "false").contains(value)) {
            throw problem(TOKENS, "is '" + value + "'", "true, false");
        }
        return value.equals("true");
    }

    private static Set<String> hosts(Configuration file) throws ConfigurationException {
        Set<String> hosts = new TreeSet<>();
        for (String value : file.getStringArray(HOSTS)) {
            String name = value.trim().toLowerCase(Locale.ROOT);
            if (!name.matches(NAME)) {
                throw problem(HOSTS, "has '" + value + "'", "names in the DNS, without a port, commas between them");
            }
            hosts.add(name);
        }
        return Set.copyOf(hosts);
    }

    private static ConfigurationException problem(String key, String found, String allowed) {
        return new ConfigurationException(FILE + ".properties: " + key + " " + found + "; allowed: " + allowed);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Whether WebAdmin asks for a token of ours if James asks for none. */
    boolean wantsTokens() {
        return tokens;
    }

    /** The DNS names, in lower case, under which WebAdmin also answers without a token. */
    Set<String> hosts() {
        return hosts;
    }

    /** WebAdmin without our class of routes has no guard, and so no audit records. */
    public List<Finding> findings() {
        return enabled && !guarded
                ? List.of(Finding.breaking(
                        FILE + ".properties",
                        "WebAdmin is on, but nothing guards it, and what is changed by it is not recorded",
                        "add to " + ROUTES + ": " + DigipoortRoutes.class.getName()))
                : List.of();
    }

    /** For a server that asks for no token: logs a warning unless only this machine can reach it. */
    void warnOfOpenDoor() {
        if (!isOnLoopback()) {
            LOGGER.warn(
                    "WebAdmin on {} asks nobody for a token ({}=false in {}.properties): whoever reaches it rules the server",
                    host,
                    TOKENS,
                    FILE);
        }
    }

    private boolean isOnLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
