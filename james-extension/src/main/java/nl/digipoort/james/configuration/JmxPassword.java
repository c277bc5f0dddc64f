// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.configuration;

import java.io.File;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.utils.PropertiesProvider;

/** Whether James's JMX, through which the command line administers the server, asks for a password. */
public final class JmxPassword {
    private static final String GENERATION = "james.jmx.credential.generation";
    private static final String PASSWORD = "file://conf/jmxremote.password";
    private static final String ACCESS = "file://conf/jmxremote.access";

    private final boolean enabled;
    private final FileSystem files;

    private JmxPassword(boolean enabled, FileSystem files) {
        this.enabled = enabled;
        this.files = files;
    }

    public static JmxPassword from(PropertiesProvider properties, FileSystem files) throws ConfigurationException {
        try {
            return new JmxPassword(properties.getConfiguration("jmx").getBoolean("jmx.enabled", true), files);
        } catch (FileNotFoundException e) {
            // James's own default
            return new JmxPassword(true, files);
        }
    }

    public List<Finding> findings() {
        return enabled && !Boolean.getBoolean(GENERATION) && !(exists(PASSWORD) && exists(ACCESS))
                ? List.of(Finding.breaking(
                        "jvm.properties",
                        "JMX asks nobody for a password: whoever reaches its port rules the server",
                        "write " + GENERATION + "=true"))
                : List.of();
    }

    private boolean exists(String name) {
        try {
            File file = files.getFile(name);
            return file.exists();
        } catch (FileNotFoundException e) {
            return false;
        }
    }
}
