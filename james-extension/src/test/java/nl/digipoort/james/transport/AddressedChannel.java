// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.net.InetAddresses;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A channel in memory whose client has an address, and may take nothing of what is sent to it. */
public final class AddressedChannel extends EmbeddedChannel {
    private final InetSocketAddress client;
    private boolean stuck;

    public AddressedChannel(ChannelHandler... handlers) {
        this(new InetSocketAddress(InetAddresses.forString("127.0.0.1"), 4711), handlers);
    }

    public AddressedChannel(InetSocketAddress client, ChannelHandler... handlers) {
        super(false, false, handlers);
        this.client = client;
        // time passes by advanceTimeBy alone
        freezeTime();
        try {
            register();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param takesNothing whether what is written from now on stays unsent */
    public void stick(boolean takesNothing) {
        stuck = takesNothing;
    }

    /** What was sent since the last call. */
    public String sent() {
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
        return client;
    }
}
