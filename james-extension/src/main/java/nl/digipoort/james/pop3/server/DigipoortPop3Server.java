// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.transport.TrustedProxies;
import nl.digipoort.james.transport.Workers;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.pop3server.netty.POP3Server;
import org.apache.james.protocols.api.ProtocolConfiguration;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.util.concurrent.NamedThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: a POP3 server of James's protocol stack with its own pipeline, because James's pipeline cannot run blocking work off the
 * event loop (docs/develop/adr/0003-own-pipeline.md). Configured with James's usual elements.
 */
final class DigipoortPop3Server extends POP3Server {
    private static final Logger LOGGER = LoggerFactory.getLogger(DigipoortPop3Server.class);
    private static final int STOP_SECONDS = 10;

    private final TrustedProxies proxies;
    private final ImmediateTlsSettings immediateTls;
    private final Pop3Connections connections;
    private final ChannelGroup acceptors = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ListenerTls tls;
    private Set<EventLoopGroup> loops = Set.of();
    private int workerCount;
    private Workers workers;
    private HandlerChain chain;

    DigipoortPop3Server(
            TrustedProxies proxies, ImmediateTlsSettings immediateTls, Pop3Connections connections, ListenerTls tls) {
        this.proxies = proxies;
        this.immediateTls = immediateTls;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    protected void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        super.doConfigure(configuration);
        workerCount = configuration.getInt("maxExecutorCount", DEFAULT_MAX_EXECUTOR_COUNT);
    }

    /** Replaces James's own, which has only one certificate and no native TLS. */
    @Override
    protected void buildSSLContext() {
        encryption = tls;
    }

    @Override
    protected void preInit() throws Exception {
        super.preInit();
        workers = connections.newWorkers(workerCount, NamedThreadFactory.withName(jmxName + "-worker"));
        chain = new HandlerChain(
                getProtocolHandlerChain(), new Nameless(), workers.forSessions(), workers::forNewcomer);
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return DigipoortHandlers.class;
    }

    @Override
    protected void configureBootstrap(ServerBootstrap bootstrap) {
        super.configureBootstrap(bootstrap);
        loops = Stream.of(bootstrap.config().group(), bootstrap.config().childGroup())
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
        bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel acceptor) {
                acceptors.add(acceptor);
            }
        });
    }

    /** Ends what {@link #init} began before it failed: James ends the event loops only of a server that listens. */
    @SuppressWarnings("FutureReturnValueIgnored") // the loops end by themselves, and nobody waits
    void abandon() {
        loops.forEach(EventExecutorGroup::shutdownGracefully);
        if (workers != null) {
            workers.shutdown();
        }
    }

    /** Closes the listening sockets; connections stay. */
    void stopAccepting() {
        acceptors.close().awaitUninterruptibly();
    }

    @Override
    protected Pop3ChannelInitializer createPipelineFactory() {
        return new Pop3ChannelInitializer(connections, proxies, immediateTls.grace(), tls, () -> chain);
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        throw new IllegalStateException("the pipeline makes its own core handler");
    }

    /** Connections are closed by now. Waits until they have released everything. */
    @Override
    protected void postDestroy() {
        workers.shutdown();
        try {
            if (!workers.awaitEnd(STOP_SECONDS)) {
                LOGGER.warn("POP3 work did not end within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        super.postDestroy();
    }

    /** The configuration that handlers see: it reveals nothing about this server. */
    private static final class Nameless implements ProtocolConfiguration {
        @Override
        public String getHelloName() {
            return "";
        }

        @Override
        public String getGreeting() {
            return "";
        }

        @Override
        public String getSoftwareName() {
            return "";
        }
    }
}
