// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.transport;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Has the operating system ask a silent client whether it is still there: one that vanished without a word keeps its maildrop
 * locked for five minutes, where the idle timer would take ten at least and the system's own setting hours.
 */
public final class KeepAlive {
    /**
     * Seconds of silence before the first question and between two, and how many questions without an answer there are. By name,
     * because the type that declares these options is no part of Java SE.
     */
    private static final Map<String, Integer> TIMES =
            Map.of("TCP_KEEPIDLE", 120, "TCP_KEEPINTERVAL", 30, "TCP_KEEPCOUNT", 6);

    private static final Map<ChannelOption<Integer>, Integer> SUPPORTED = supported();

    private KeepAlive() {}

    private static Map<ChannelOption<Integer>, Integer> supported() {
        try (SocketChannel any = SocketChannel.open()) {
            return any.supportedOptions().stream()
                    .filter(option -> TIMES.containsKey(option.name()) && option.type() == Integer.class)
                    .collect(Collectors.toUnmodifiableMap(KeepAlive::asNettys, option -> TIMES.get(option.name())));
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be opened", e);
        }
    }

    @SuppressWarnings("unchecked") // its type was looked at
    private static ChannelOption<Integer> asNettys(SocketOption<?> option) {
        return NioChannelOption.of((SocketOption<Integer>) option);
    }

    /** Where the system cannot be told the times, its own hold. */
    public static void set(ChannelConfig connection) {
        connection.setOption(ChannelOption.SO_KEEPALIVE, true);
        SUPPORTED.forEach(connection::setOption);
    }
}
