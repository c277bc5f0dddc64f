// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.pop3.Pop3Settings;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.transport.BoundListeners;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/**
 * The listeners of the POP3 server: one for STLS, also with immediate TLS if that is enabled, and, if configured, a second with TLS from
 * the first octet only.
 */
@Singleton
public final class Pop3Listeners {
    private final ProtocolHandlerLoader loader;
    private final FileSystem fileSystem;
    private final ListenerSettings listener;
    private final Pop3Settings settings;
    private final Pop3Connections connections;
    private final ServerTls tls;
    private final TlsMetrics tlsMetrics;
    private final BoundListeners bound;
    private final List<DigipoortPop3Server> started = new ArrayList<>();

    @Inject
    Pop3Listeners(
            ProtocolHandlerLoader loader,
            FileSystem fileSystem,
            ListenerSettings listener,
            Pop3Settings settings,
            Pop3Connections connections,
            ServerTls tls,
            TlsMetrics tlsMetrics,
            BoundListeners bound) {
        this.loader = loader;
        this.fileSystem = fileSystem;
        this.listener = listener;
        this.settings = settings;
        this.connections = connections;
        this.tls = tls;
        this.tlsMetrics = tlsMetrics;
        this.bound = bound;
    }

    /**
     * Starts every listener.
     *
     * @throws Exception if a port is taken or the TLS material cannot be read; the listeners that had started are stopped again
     */
    public void start() throws Exception {
        if (!listener.isEnabled()) {
            return;
        }
        try {
            tls.start();
            start(listener.configuration(), ListenerTls.startTls(tls, tlsMetrics));
            if (settings.implicitTlsBind().isPresent()) {
                start(implicitTls(settings.implicitTlsBind().get()), ListenerTls.implicit(tls, tlsMetrics));
            }
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** Where it listens, as {@code address:port}. */
    public List<String> boundAddresses() {
        return started.stream()
                .flatMap(server -> Arrays.stream(server.getBoundAddresses()))
                .collect(Collectors.toUnmodifiableList());
    }

    /** First stops new connections, then gives sessions time to end, then closes all connections and releases their locks. */
    @PreDestroy
    void stop() {
        bound.noneAnyMore();
        started.forEach(DigipoortPop3Server::stopAccepting);
        connections.drain();
        started.forEach(DigipoortPop3Server::destroy);
        started.clear();
    }

    private HierarchicalConfiguration<ImmutableNode> implicitTls(String bind) {
        HierarchicalConfiguration<ImmutableNode> configuration =
                new BaseHierarchicalConfiguration(listener.configuration());
        configuration.setProperty("bind", bind);
        configuration.setProperty("jmxName", configuration.getString("jmxName", ListenerSettings.JMX_NAME) + "-tls");
        return configuration;
    }

    private void start(HierarchicalConfiguration<ImmutableNode> configuration, ListenerTls listenerTls)
            throws Exception {
        DigipoortPop3Server server =
                new DigipoortPop3Server(listener.proxies(), listener.immediateTls(), connections, listenerTls);
        server.setProtocolHandlerLoader(loader);
        server.setFileSystem(fileSystem);
        server.configure(configuration);
        try {
            server.init();
        } catch (Exception e) {
            server.abandon();
            throw e;
        }
        started.add(server);
        bound.oneMore();
    }
}
