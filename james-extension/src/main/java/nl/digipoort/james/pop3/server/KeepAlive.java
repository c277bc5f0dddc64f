package nl.digipoort.james.pop3.server;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the operating system ask a silent client whether it is still there: one that vanished without a word keeps its maildrop
 * locked for five minutes, where the idle timer would take ten at least and the system's own setting hours.
 */
final class KeepAlive {
    /** Seconds of silence before the first question, and between two. */
    static final int IDLE_SECONDS = 120;

    static final int INTERVAL_SECONDS = 30;

    /** Questions without an answer after which the client is gone. */
    static final int QUESTIONS = 6;

    private static final Map<ChannelOption<Integer>, Integer> TIMES = Map.of(
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), QUESTIONS);

    private KeepAlive() {}

    /** Where the system cannot be told the times, its own hold. */
    static void set(ChannelConfig connection) {
        connection.setOption(ChannelOption.SO_KEEPALIVE, true);
        TIMES.forEach(connection::setOption);
    }
}
