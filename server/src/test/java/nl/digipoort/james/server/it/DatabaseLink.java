// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between a server and its database, which a test can cut in two ways: connections are reset, or nothing gets
 * through any more and nobody is told. Thread-safe.
 */
final class DatabaseLink implements AutoCloseable {
    /** Which way octets go. */
    enum Direction {
        TO_DATABASE,
        TO_SERVER
    }

    private static final int CHUNK = 8 * 1024;

    private final ServerSocket listener;
    private final int databasePort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Passage passage = new Passage();

    private DatabaseLink(ServerSocket listener, int databasePort) {
        this.listener = listener;
        this.databasePort = databasePort;
    }

    /** To a port of loopback, from a free one. */
    static DatabaseLink to(int databasePort) throws IOException {
        DatabaseLink link = new DatabaseLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), databasePort);
        link.onThread(link::accept);
        return link;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Resets what is connected, and from now on whatever connects. */
    void cut() {
        passage.close();
        sockets.forEach(this::reset);
    }

    /** How many connections were reset as they came, since the cut. */
    int refused() {
        return passage.refused();
    }

    /** Lets nothing through any more, without a word. */
    void silence() {
        passage.holdAfter(Direction.TO_DATABASE, 0);
    }

    /** The same, when so many more octets have gone that way. */
    void silenceAfter(Direction direction, long octets) {
        passage.holdAfter(direction, octets);
    }

    /** The same, when so many more transactions have been committed: the last one's commit gets through, its answer does not. */
    void silenceAfterCommits(int count) {
        passage.holdAfterCommits(count);
    }

    /** Whether something does not get through just now. */
    boolean isHolding() {
        return passage.isHolding();
    }

    /** Lets everything through again, what was held first. */
    void mend() {
        passage.open();
    }

    private void accept() throws IOException {
        while (true) {
            Socket server = listener.accept();
            if (passage.refuses()) {
                reset(server);
                continue;
            }
            try {
                Socket database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
                sockets.add(server);
                sockets.add(database);
                if (passage.refuses()) {
                    reset(server);
                    reset(database);
                    continue;
                }
                onThread(() -> pump(server, database, Direction.TO_DATABASE));
                onThread(() -> pump(database, server, Direction.TO_SERVER));
            } catch (IOException e) {
                reset(server);
            }
        }
    }

    private void pump(Socket from, Socket to, Direction direction) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                passage.pass(direction, chunk, count);
                out.write(chunk, 0, count);
            }
            passage.pass(direction, chunk, 0);
        } catch (SocketException e) {
            if (!passage.isClosed()) {
                passage.pass(direction, new byte[0], 0);
            }
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }

    private void onThread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the end of a connection, or of the link
                    }
                },
                "database-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Open, closed for all, or holding what comes. */
    private static final class Passage {
        /** Octets that may still go that way. */
        private final Map<Direction, Long> left = new EnumMap<>(Direction.class);

        private int commits;
        private boolean closed;
        private boolean silent;
        private int holding;
        private int refused;

        synchronized void open() {
            left.clear();
            commits = 0;
            closed = false;
            silent = false;
            notifyAll();
        }

        synchronized void close() {
            open();
            closed = true;
            refused = 0;
        }

        synchronized void holdAfter(Direction direction, long octets) {
            left.put(direction, octets);
            silent = octets == 0;
        }

        synchronized void holdAfterCommits(int count) {
            commits = count;
        }

        synchronized boolean refuses() {
            if (closed) {
                refused++;
            }
            return closed;
        }

        synchronized boolean isClosed() {
            return closed;
        }

        synchronized int refused() {
            return refused;
        }

        synchronized boolean isHolding() {
            return holding > 0;
        }

        /**
         * Waits while nothing gets through.
         *
         * @throws SocketException if the link is cut: what was held is lost
         */
        synchronized void pass(Direction direction, byte[] chunk, int count) throws SocketException {
            if (commits > 0 && direction == Direction.TO_DATABASE && isCommit(chunk, count) && --commits == 0) {
                silent = true;
                return;
            }
            left.computeIfPresent(direction, (same, octets) -> octets - count);
            silent |= left.getOrDefault(direction, 0L) < 0;
            holding++;
            try {
                while (silent) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                holding--;
            }
            if (closed) {
                throw new SocketException("the link is cut");
            }
        }

        private static boolean isCommit(byte[] chunk, int count) {
            return new String(chunk, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT");
        }
    }
}
