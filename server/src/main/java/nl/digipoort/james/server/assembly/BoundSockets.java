// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.assembly;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;

/** Server sockets on one address for RMI; remembers the port that the system assigned. */
final class BoundSockets implements RMIServerSocketFactory {
    private static final int BACKLOG = 50;

    private final InetAddress address;
    private volatile int lastPort;

    BoundSockets(InetAddress address) {
        this.address = address;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, BACKLOG, address);
        lastPort = socket.getLocalPort();
        return socket;
    }

    int lastPort() {
        return lastPort;
    }
}
