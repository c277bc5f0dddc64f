// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One node's place in its cluster: an address of its own on loopback, the ports of all, and its part of the ring. */
final class CassandraMember {
    private final int index;
    private final int size;
    private final int clientPort;
    private final int nodePort;

    private CassandraMember(int index, int size, int clientPort, int nodePort) {
        this.index = index;
        this.size = size;
        this.clientPort = clientPort;
        this.nodePort = nodePort;
    }

    /** All members of a new cluster, on 127.0.0.1 and the addresses after it. */
    static List<CassandraMember> of(int size) throws IOException {
        int clientPort = freePort(size);
        int nodePort = freePort(size);
        return IntStream.range(0, size)
                .mapToObj(index -> new CassandraMember(index, size, clientPort, nodePort))
                .toList();
    }

    /** Free on the first address; the others are used by nobody else on a machine. */
    private static int freePort(int addresses) throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host(0)))) {
                if (isFree(socket.getLocalPort(), addresses)) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static boolean isFree(int port, int addresses) {
        for (int index = 1; index < addresses; index++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host(index)))) {
                assert socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static String host(int index) {
        return "127.0.0." + (index + 1);
    }

    String host() {
        return host(index);
    }

    /** All: a seed starts without the others, so they start at once, and again in any order. */
    String seeds() {
        return IntStream.range(0, size)
                .mapToObj(seed -> host(seed) + ":" + nodePort)
                .collect(Collectors.joining(","));
    }

    int nodePort() {
        return nodePort;
    }

    InetSocketAddress clients() {
        return new InetSocketAddress(host(), clientPort);
    }

    /** Even parts of the ring from 0 on, which wraps around. */
    long token() {
        return Long.divideUnsigned(-1, size) * index;
    }

    boolean isAlone() {
        return size == 1;
    }

    /** The others, as Cassandra's log names them. */
    List<String> peers() {
        return IntStream.range(0, size)
                .filter(peer -> peer != index)
                .mapToObj(peer -> "/" + host(peer) + ":" + nodePort)
                .toList();
    }
}
