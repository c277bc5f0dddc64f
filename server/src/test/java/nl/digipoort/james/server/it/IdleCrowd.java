// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Open connections from many addresses that do nothing useful. They send an octet now and then, and reconnect at once after a close, a
 * limited number of times.
 */
final class IdleCrowd implements AutoCloseable {
    private static final int PACE_MILLIS = 20;
    /** One octet to each in so many paces. */
    private static final int PACES = 25;

    private static final ByteBuffer OCTET = ByteBuffer.wrap("N".getBytes(StandardCharsets.US_ASCII));

    private final InetSocketAddress server;
    private final byte[] opening;
    private final Selector selector;
    private final ByteBuffer trash = ByteBuffer.allocate(4096);
    private final Thread thread = new Thread(this::run, "idle-crowd");
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private int comingBack;
    private volatile boolean closing;

    private IdleCrowd(InetSocketAddress server, String opening, int comingBack) throws IOException {
        this.server = server;
        this.opening = opening.getBytes(StandardCharsets.US_ASCII);
        this.comingBack = comingBack;
        this.selector = Selector.open();
    }

    /**
     * Connects from all addresses in turn.
     *
     * @param opening what each sends first; if it is empty they never send anything
     * @param comingBack how often they reconnect, all together
     */
    static IdleCrowd of(InetSocketAddress server, List<String> addresses, int each, String opening, int comingBack)
            throws IOException {
        IdleCrowd crowd = new IdleCrowd(server, opening, comingBack);
        for (int i = 0; i < each; i++) {
            for (String address : addresses) {
                crowd.connect(address);
            }
        }
        crowd.thread.start();
        return crowd;
    }

    private void connect(String address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(address, 0));
            channel.connect(server);
            connections.incrementAndGet();
            channel.write(ByteBuffer.wrap(opening));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, address);
        } catch (IOException e) {
            // the server may have closed it before the octets were sent
            channel.close();
        }
    }

    private void run() {
        try {
            for (int pace = 1; !closing; pace++) {
                selector.select(PACE_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key);
                }
                selector.selectedKeys().clear();
                if (opening.length > 0) {
                    sendAnOctet(pace % PACES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        trash.clear();
        try {
            if (channel.read(trash) >= 0) {
                if (new String(trash.array(), 0, trash.position(), StandardCharsets.US_ASCII).contains("354 ")) {
                    messages.incrementAndGet();
                }
                return;
            }
        } catch (IOException e) {
            // closed, as it is below
        }
        channel.close();
        if (comingBack-- > 0) {
            connect((String) key.attachment());
        }
    }

    /** Not all at once: so much work at one moment would be another attack. */
    private void sendAnOctet(int turn) throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (Math.floorMod(key.hashCode(), PACES) != turn) {
                continue;
            }
            try {
                ((SocketChannel) key.channel()).write(OCTET.duplicate());
            } catch (ClosedChannelException e) {
                // its end has not been read yet
            } catch (IOException e) {
                key.channel().close();
            }
        }
    }

    /** How often they have connected. */
    int connections() {
        return connections.get();
    }

    /** How many messages SMTP asked them to send. */
    int messages() {
        return messages.get();
    }

    /** Closes all connections. */
    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
