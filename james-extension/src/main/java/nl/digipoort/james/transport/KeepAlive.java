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
 * Lets the operating system probe silent clients (TCP keep-alive). A client that vanished keeps its maildrop locked for five minutes; with
 * the idle timer it would be at least ten, and with the system's own setting hours.
 */
public final class KeepAlive {
    /**
     * Seconds of silence before the first probe, seconds between two probes, and the number of probes without an answer. By name, because
     * the class that declares these options is not part of Java SE.
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

    @SuppressWarnings("unchecked") // the type was checked
    private static ChannelOption<Integer> asNettys(SocketOption<?> option) {
        return NioChannelOption.of((SocketOption<Integer>) option);
    }

    /** Enables keep-alive; where the system does not take these times, its own apply. */
    public static void set(ChannelConfig connection) {
        connection.setOption(ChannelOption.SO_KEEPALIVE, true);
        SUPPORTED.forEach(connection::setOption);
    }
}
