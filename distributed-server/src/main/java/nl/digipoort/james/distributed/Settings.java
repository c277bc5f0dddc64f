// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import java.io.FileNotFoundException;
import java.util.List;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/** A properties file of {@code conf/} that must be there, with the values that it must have. */
final class Settings {
    private static final String VARIABLE = "${";

    private Settings() {}

    static Configuration read(PropertiesProvider properties, String file, List<String> required)
            throws ConfigurationException {
        try {
            Configuration settings = properties.getConfiguration(file);
            for (String key : required) {
                requireValue(settings, file, key);
            }
            return settings;
        } catch (FileNotFoundException e) {
            throw new ConfigurationException("conf/" + file + ".properties is missing", e);
        }
    }

    /** A variable that could not be replaced is still there as text. */
    private static void requireValue(Configuration settings, String file, String key) throws ConfigurationException {
        String value = settings.getString(key, "");
        if (value.isBlank() || value.startsWith(VARIABLE)) {
            throw new ConfigurationException("conf/" + file + ".properties: " + key + " has no value"
                    + (value.isBlank() ? "" : ", for " + value + " is not set"));
        }
    }
}
