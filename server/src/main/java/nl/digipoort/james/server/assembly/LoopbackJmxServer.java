// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.rmi.AlreadyBoundException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.apache.james.modules.server.JMXServer;
import org.apache.james.modules.server.JmxConfiguration;
import org.apache.james.utils.GuiceProbe;
import org.apache.james.utils.PropertiesProvider;

/**
 * James's JMX server with every socket on one address. James itself binds only the registry to that address, and the object that does the
 * work to all interfaces. Beans and credential files are the same, so the stock James CLI works.
 */
public final class LoopbackJmxServer extends JMXServer implements GuiceProbe {
    private static final String NAME = "jmxrmi";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int ANY_PORT = 0;

    private final PropertiesProvider properties;
    private final String credentials;
    private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private Optional<Running> running = Optional.empty();

    private record Running(String endpoint, Registry registry, RMIConnectorServer connector) {}

    @Inject
    LoopbackJmxServer(PropertiesProvider properties, JamesDirectoriesProvider directories) {
        super(JmxConfiguration.DISABLED, directories);
        this.properties = properties;
        this.credentials = directories.getConfDirectory() + "jmxremote";
    }

    @Override
    public void start() {
        try {
            Configuration configuration = properties.getConfiguration("jmx");
            if (running.isEmpty() && configuration.getBoolean("jmx.enabled", true)) {
                running = Optional.of(open(configuration));
            }
        } catch (FileNotFoundException e) {
            running = Optional.empty();
        } catch (IOException | ConfigurationException | AlreadyBoundException e) {
            throw new IllegalStateException("JMX cannot be started: " + e.getMessage(), e);
        }
    }

    private Running open(Configuration configuration) throws IOException, AlreadyBoundException {
        InetAddress address = InetAddress.getByName(configuration.getString("jmx.address", LOOPBACK));
        System.setProperty("java.rmi.server.hostname", address.getHostAddress());
        BoundSockets sockets = new BoundSockets(address);
        Registry registry = LocateRegistry.createRegistry(configuration.getInt("jmx.port"), null, sockets);
        String endpoint = address.getHostAddress() + ":" + sockets.lastPort();
        Map<String, String> environment = Map.of(
                "jmx.remote.x.password.file", credentials + ".password",
                "jmx.remote.x.access.file", credentials + ".access",
                "jmx.remote.rmi.server.credentials.filter.pattern", "java.lang.String;!*");
        RMIJRMPServerImpl object = new RMIJRMPServerImpl(ANY_PORT, null, new BoundSockets(address), environment);
        RMIConnectorServer connector =
                new RMIConnectorServer(new JMXServiceURL("service:jmx:rmi://"), environment, object, beans);
        connector.start();
        registry.bind(NAME, object.toStub());
        return new Running(endpoint, registry, connector);
    }

    @Override
    public void register(String key, Object bean) throws JMException {
        ObjectName name = new ObjectName(key);
        beans.registerMBean(bean, name);
        registered.add(name);
    }

    /** The address of the registry; empty if JMX is off. */
    public Optional<String> endpoint() {
        return running.map(Running::endpoint);
    }

    @Override
    @PreDestroy
    public void stop() {
        try {
            for (ObjectName name : registered) {
                beans.unregisterMBean(name);
            }
            registered.clear();
            if (running.isPresent()) {
                running.get().connector().stop();
                UnicastRemoteObject.unexportObject(running.get().registry(), true);
                running = Optional.empty();
            }
        } catch (IOException | JMException e) {
            throw new IllegalStateException("JMX cannot be stopped: " + e.getMessage(), e);
        }
    }
}
