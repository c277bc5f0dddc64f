// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import nl.digipoort.james.tls.HandshakeLog;
import nl.digipoort.james.transport.AddressedChannel;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.netty.HandlerConstants;
import org.junit.jupiter.api.Test;

class HandshakeObserverTest {
    private final RecordingMetricFactory factory = new RecordingMetricFactory();
    private final TlsMetrics metrics = new TlsMetrics(factory);

    @Test
    void countsTlsAtOnce() throws Exception {
        EmbeddedChannel channel = new AddressedChannel();
        channel.pipeline()
                .addLast(HandlerConstants.SSL_HANDLER, tls())
                .addLast(new HandshakeObserver(metrics, new HandshakeLog()));
        channel.pipeline().fireChannelActive();

        secured(channel);
        channel.close().syncUninterruptibly();

        assertThat(counted("at-once", "stls", "failed")).containsExactly(1, 0, 0);
    }

    @Test
    void countsTlsAfterStlsAndARenewedHandshakeNotAgain() throws Exception {
        EmbeddedChannel channel = new AddressedChannel(new HandshakeObserver(metrics, new HandshakeLog()));
        channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, tls());

        secured(channel);
        secured(channel);
        channel.close().syncUninterruptibly();

        assertThat(counted("at-once", "stls", "failed")).containsExactly(0, 1, 0);
    }

    @Test
    void countsAConnectionThatEndsInItsHandshake() {
        EmbeddedChannel channel = new AddressedChannel(new HandshakeObserver(metrics, new HandshakeLog()));
        channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, new ChannelInboundHandlerAdapter());

        channel.pipeline().fireUserEventTriggered(new SslHandshakeCompletionEvent(new IllegalStateException()));
        channel.close().syncUninterruptibly();

        assertThat(counted("at-once", "stls", "failed")).containsExactly(0, 0, 1);
    }

    @Test
    void countsNothingWhereNobodyAsksForTls() {
        EmbeddedChannel channel = new AddressedChannel(new HandshakeObserver(metrics, new HandshakeLog()));

        channel.close().syncUninterruptibly();

        assertThat(counted("at-once", "stls", "failed")).containsOnly(0);
    }

    @Test
    void countsEachVersionByItsName() {
        Stream.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "TLSv1.3", "NONE").forEach(metrics::securedAtOnce);

        assertThat(counted("version-1-0", "version-1-1", "version-1-2", "version-1-3"))
                .containsExactly(1, 1, 1, 2);
    }

    private static ChannelHandler tls() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        return new SslHandler(engine);
    }

    private static void secured(EmbeddedChannel channel) {
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
    }

    private List<Integer> counted(String... names) {
        return Stream.of(names)
                .map(name -> factory.countFor("digipoort-tls-" + name))
                .toList();
    }
}
