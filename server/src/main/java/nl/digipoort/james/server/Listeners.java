// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.server.assembly.Assembly;
import nl.digipoort.james.server.home.StartException;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.server.core.configuration.FileConfigurationProvider;
import org.apache.james.server.core.filesystem.FileSystemImpl;
import org.apache.james.utils.PropertiesProvider;

/**
 * Checks the addresses of {@code conf/} and the command line before James opens any. So a port in use is reported by name, and WebAdmin,
 * whose start hangs on such a port, is not started.
 */
final class Listeners {
    private record Listener(String name, String where, String host, int port) {}

    private final List<Listener> listeners = new ArrayList<>();
    private Optional<String> pop3Bean = Optional.empty();
    private Optional<String> webadminHost = Optional.empty();

    private Listeners() {}

    static Listeners from(Path home) throws ConfigurationException {
        var configuration = Assembly.configuration(home);
        FileSystemImpl files = new FileSystemImpl(configuration.directories());
        FileConfigurationProvider xml = new FileConfigurationProvider(files, configuration);
        PropertiesProvider properties = new PropertiesProvider(files, configuration.configurationPath());
        Listeners listeners = new Listeners();
        listeners.servers("pop3", xml);
        listeners.servers("smtp", xml);
        listeners.servers("lmtp", xml);
        listeners.webadmin(properties);
        listeners.jmx(properties);
        return listeners;
    }

    private void servers(String name, FileConfigurationProvider xml) throws ConfigurationException {
        String file = name + "server";
        for (HierarchicalConfiguration<ImmutableNode> server :
                xml.getConfiguration(file).configurationsAt("digipoort")) {
            if (server.getBoolean("[@enabled]", true) && server.containsKey("bind")) {
                if (name.equals("pop3")) {
                    pop3Bean = Optional.of(server.getString("jmxName", "digipoort-pop3"));
                }
                for (String bind : server.getString("bind").split(",", -1)) {
                    add(name, "conf/" + file + ".xml, <bind>", bind.strip());
                }
            }
        }
    }

    private void add(String name, String where, String bind) {
        String[] parts = bind.split(":", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,5}") || Integer.parseInt(parts[1]) > 65535) {
            throw new StartException(
                    "configuration: " + name + " listens on '" + bind + "', not address:port (" + where + ")");
        }
        listeners.add(new Listener(name, where, parts[0], Integer.parseInt(parts[1])));
    }

    private void webadmin(PropertiesProvider properties) throws ConfigurationException {
        Optional<Configuration> webadmin = read(properties, "webadmin");
        if (webadmin.filter(file -> isOn(file, "webadmin", "enabled", false)).isPresent()) {
            String host = webadmin.get().getString("host", "localhost");
            add(
                    "webadmin",
                    "conf/webadmin.properties, port",
                    host + ":" + webadmin.get().getString("port", "8000"));
            webadminHost = Optional.of(host);
        }
    }

    private void jmx(PropertiesProvider properties) throws ConfigurationException {
        Optional<Configuration> jmx = read(properties, "jmx");
        if (jmx.filter(file -> isOn(file, "jmx", "jmx.enabled", true)).isPresent()) {
            String host = jmx.get().getString("jmx.address", "127.0.0.1");
            add("jmx", "conf/jmx.properties, jmx.port", host + ":" + jmx.get().getString("jmx.port", "9999"));
        }
    }

    private static Optional<Configuration> read(PropertiesProvider properties, String file)
            throws ConfigurationException {
        try {
            return Optional.of(properties.getConfiguration(file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (ConfigurationException | ConfigurationRuntimeException e) {
            throw new StartException(
                    "configuration: conf/" + file + ".properties cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isOn(Configuration file, String name, String key, boolean usual) {
        try {
            return file.getBoolean(key, usual);
        } catch (ConfigurationRuntimeException e) {
            throw new StartException(
                    "configuration: conf/" + name + ".properties: " + key + " is '" + file.getString(key)
                            + "'; allowed: true, false",
                    e);
        }
    }

    /** The name of the POP3 server's MBean; empty if POP3 is off. */
    Optional<String> pop3Bean() {
        return pop3Bean;
    }

    /** The host that WebAdmin listens on; empty if it is off. */
    Optional<String> webadminHost() {
        return webadminHost;
    }

    /** Opens and closes a socket for every listener; the first that fails is reported. */
    void check() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Listener listener : listeners) {
                held.add(open(listener));
            }
        } finally {
            held.forEach(Listeners::close);
        }
    }

    private static ServerSocket open(Listener listener) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
            return socket;
        } catch (UnknownHostException e) {
            throw new StartException(
                    "configuration: " + listener.name() + " listens on unknown host '" + listener.host() + "' ("
                            + listener.where() + ", or --bind)",
                    e);
        } catch (IOException e) {
            throw new StartException(
                    listener.name() + " cannot listen on " + listener.host() + ":" + listener.port() + ": "
                            + e.getMessage() + " (" + listener.where() + option(listener.name()) + ")",
                    e);
        }
    }

    private static String option(String name) {
        return name.equals("lmtp") ? "" : ", or --" + name + "-port";
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StartException("a socket cannot be closed: " + e.getMessage(), e);
        }
    }
}
