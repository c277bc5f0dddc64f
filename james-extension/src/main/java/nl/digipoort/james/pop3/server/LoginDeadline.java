// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reports when a connection's time to log in is over. Input does not extend that time: otherwise a client that sends an octet now and then
 * could keep a connection for ever. All state is confined to the event loop.
 */
final class LoginDeadline extends ChannelInboundHandlerAdapter {
    private final Duration time;
    private final Runnable onLogin;
    private final Runnable onOverdue;
    private Future<?> deadline;

    /** @param time from the beginning of the connection to TRANSACTION, including STLS and all handshakes */
    LoginDeadline(Duration time, Runnable onLogin, Runnable onOverdue) {
        this.time = time;
        this.onLogin = onLogin;
        this.onOverdue = onOverdue;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> overdue(ctx), time.toNanos(), TimeUnit.NANOSECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == LoginEvent.LOGGED_IN) {
            stop();
            onLogin.run();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    private void overdue(ChannelHandlerContext ctx) {
        onOverdue.run();
        ctx.fireUserEventTriggered(LoginEvent.LOGIN_OVERDUE);
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
