// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Data of a running server for the command line: {@code var/run/digipoort.properties}, which exists while the server runs. */
public final class RuntimeFile {
    private final Path home;
    private final Path file;

    private RuntimeFile(Path home) {
        this.home = home;
        this.file = home.resolve("var/run/digipoort.properties");
    }

    public static RuntimeFile in(Path home) {
        return new RuntimeFile(home);
    }

    /** The addresses of JMX and WebAdmin; blank where there is none. */
    public void write(String jmx, String webadmin) {
        try {
            OwnerOnly.write(
                    file, "pid=" + ProcessHandle.current().pid() + "\njmx=" + jmx + "\nwebadmin=" + webadmin + "\n");
        } catch (IOException e) {
            throw new StartException(file + " cannot be written: " + e, e);
        }
    }

    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartException(file + " cannot be removed: " + e, e);
        }
    }

    /** The address of the server's JMX; refused if no server runs on the home. */
    public Jmx jmx() {
        Properties properties = new Properties();
        try (Reader reader = new StringReader(Files.readString(file))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new StartException("no server runs on " + home, e);
        }
        long pid = Long.parseLong(properties.getProperty("pid", "0"));
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            throw new StartException("no server runs on " + home + " (process " + pid + " is gone)");
        }
        String[] jmx = properties.getProperty("jmx", "").split(":", -1);
        if (jmx.length != 2) {
            throw new StartException("the server on " + home + " has no JMX (conf/jmx.properties)");
        }
        return new Jmx(jmx[0], Integer.parseInt(jmx[1]));
    }

    /** The address of JMX. */
    public record Jmx(String host, int port) {}
}
