// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Predicate;

/** Closes a connection above the limit without a reply; the handlers after this one never see it. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails ends in channelInactive all the same
public final class AdmittedConnection extends ChannelInboundHandlerAdapter {
    private final Predicate<Channel> admission;
    private boolean admitted;

    public AdmittedConnection(Predicate<Channel> admission) {
        this.admission = admission;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        admitted = admission.test(ctx.channel());
        if (admitted) {
            ctx.fireChannelActive();
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (admitted) {
            ctx.fireChannelInactive();
        }
    }
}
