// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.james.utils.PropertiesProvider;

/**
 * The settings of {@code james-database.properties}, read as in stock James: {@code database.*} for the connection, {@code datasource.*}
 * for the pool, and {@code openjpa.*} unchanged for OpenJPA.
 */
final class DatabaseSettings {
    private static final String FILE = "james-database";
    private static final String POOL = "datasource";
    private static final String OPENJPA = "openjpa";
    /** Settings of the pool with a name of James's own. */
    private static final Map<String, String> POOL_NAMES =
            Map.of("testOnBorrow", "TestOnBorrow", "validationQuery", "ValidationSQL", "maxTotal", "MaxTotal");

    private static final String LONGEST_WAIT = "maxWaitMillis";
    private static final String VALIDATION_TIMEOUT = "validationQueryTimeoutSec";

    private final Configuration configuration;

    private DatabaseSettings(Configuration configuration) {
        this.configuration = configuration;
    }

    static DatabaseSettings from(PropertiesProvider properties) throws ConfigurationException {
        try {
            return new DatabaseSettings(properties.getConfiguration(FILE));
        } catch (FileNotFoundException e) {
            throw new ConfigurationException("conf/" + FILE + ".properties is missing", e);
        }
    }

    String url() {
        return required("database.url");
    }

    String user() {
        return configuration.getString("database.username", "");
    }

    String password() {
        return configuration.getString("database.password", "");
    }

    Map<String, String> asOpenJpaProperties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("openjpa.Multithreaded", "true");
        keys(OPENJPA).forEach(key -> properties.put(key, configuration.getString(key)));
        properties.put("openjpa.ConnectionDriverName", required("database.driverClassName"));
        properties.put("openjpa.ConnectionURL", url());
        properties.put("openjpa.ConnectionUserName", user());
        properties.put("openjpa.ConnectionPassword", password());
        properties.put("openjpa.ConnectionProperties", String.join(",", poolProperties()));
        return properties;
    }

    private List<String> poolProperties() {
        List<String> pool = new ArrayList<>();
        if (!configuration.containsKey(POOL + "." + LONGEST_WAIT)) {
            // as in homes of earlier versions; the pool itself would wait forever
            pool.add(LONGEST_WAIT + "=10000");
        }
        for (String key : keys(POOL)) {
            String name = key.substring(POOL.length() + 1);
            String value = configuration.getString(key);
            if (name.equals(VALIDATION_TIMEOUT)) {
                pool.add("ValidationTimeout=" + configuration.getInt(key) * 1000L);
            } else if (name.equals("validationQuery")) {
                pool.add(POOL_NAMES.get(name) + "='" + value + "'");
            } else {
                pool.add(POOL_NAMES.getOrDefault(name, name) + "=" + value);
            }
        }
        return pool;
    }

    private List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> all = configuration.getKeys(prefix); all.hasNext(); ) {
            keys.add(all.next());
        }
        return keys;
    }

    private String required(String key) {
        String value = configuration.getString(key, "");
        if (value.isBlank()) {
            throw new ConfigurationRuntimeException(key + " is missing in conf/" + FILE + ".properties");
        }
        return value;
    }
}
