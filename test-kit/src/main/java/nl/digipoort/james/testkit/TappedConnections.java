// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testkit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.transport.ConnectionTap;

/** The open connections by the address of their client, with what taps them. Thread-safe. */
final class TappedConnections implements ConnectionTap {
    private final Transcripts transcripts;
    private final Map<SocketAddress, FaultyOutput> outputs = new ConcurrentHashMap<>();

    TappedConnections(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    @Override
    public void tap(ChannelPipeline pipeline) {
        InetSocketAddress client = (InetSocketAddress) pipeline.channel().remoteAddress();
        FaultyOutput output = new FaultyOutput();
        outputs.put(client, output);
        Transcript transcript = transcripts.begin(client.getAddress().getHostAddress() + ":" + client.getPort());
        pipeline.addLast(new TranscriptHandler(transcript, transcripts::shown));
        pipeline.addLast(output);
        pipeline.addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) throws Exception {
                outputs.remove(client);
                super.channelInactive(context);
            }
        });
    }

    Optional<FaultyOutput> of(SocketAddress client) {
        return Optional.ofNullable(outputs.get(client));
    }
}
