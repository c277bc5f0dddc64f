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
 * The network between a server and its database. A test can cut it in two ways: connections are reset, or no octet gets through and neither
 * side notices. Thread-safe.
 */
final class DatabaseLink implements AutoCloseable {
    /** The direction of octets. */
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

    /** A link from a free port of loopback to the database's port. */
    static DatabaseLink to(int databasePort) throws IOException {
        DatabaseLink link = new DatabaseLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), databasePort);
        link.onThread(link::accept);
        return link;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Resets all connections, and from now on every new one. */
    void cut() {
        passage.close();
        sockets.forEach(this::reset);
    }

    /** How many new connections were reset since the cut. */
    int refused() {
        return passage.refused();
    }

    /** Lets nothing through from now on, without a reset. */
    void silence() {
        passage.holdAfter(Direction.TO_DATABASE, 0);
    }

    /** The same after this many more octets in that direction. */
    void silenceAfter(Direction direction, long octets) {
        passage.holdAfter(direction, octets);
    }

    /** The same after this many more commits: the last commit gets through, its answer does not. */
    void silenceAfterCommits(int count) {
        passage.holdAfterCommits(count);
    }

    /** Whether some octets are waiting to get through. */
    boolean isHolding() {
        return passage.isHolding();
    }

    /** Lets everything through again, starting with the delayed octets. */
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

    /** The state of the link: open, cut, or silent. */
    private static final class Passage {
        /** Octets that may still pass in that direction. */
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
         * @throws SocketException if the link is cut: the delayed octets are lost
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
            String text = new String(chunk, 0, count, StandardCharsets.ISO_8859_1);
            // the lease's turn to UPDATING is a statement that commits by itself
            return text.contains("COMMIT") || text.contains("LOCK_STATE = 'UPDATING'");
        }
    }
}
