package nl.digipoort.james.pop3.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A channel in memory whose client has an address, and may take nothing of what is sent to it. */
final class AddressedChannel extends EmbeddedChannel {
    private boolean stuck;

    AddressedChannel(ChannelHandler... handlers) {
        super(handlers);
    }

    /** @param takesNothing whether what is written from now on stays unsent */
    void stick(boolean takesNothing) {
        stuck = takesNothing;
    }

    /** What was sent since the last call. */
    String sent() {
        StringBuilder sent = new StringBuilder();
        for (ByteBuf octets = readOutbound(); octets != null; octets = readOutbound()) {
            sent.append(octets.toString(ISO_8859_1));
            octets.release();
        }
        return sent.toString();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer unsent) throws Exception {
        if (!stuck) {
            super.doWrite(unsent);
        }
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    }
}
