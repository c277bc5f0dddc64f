// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, as Linux shows them in /proc. */
final class ListeningSockets {
    /** 127.0.0.1, ::ffff:127.0.0.1 and ::1, in the byte order of /proc. */
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    private static final String LISTEN = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** A socket: is it on loopback, and at which port. */
    record Listening(boolean onLoopback, int port) {}

    private ListeningSockets() {}

    static Set<Listening> of(long pid) throws IOException {
        Set<String> own = inodes(pid);
        Set<Listening> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/" + pid + "/net/" + table);
            for (String line : Files.readAllLines(file)) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[STATE].equals(LISTEN) && own.contains(columns[INODE])) {
                    String[] address = columns[ADDRESS].split(":", -1);
                    sockets.add(new Listening(LOOPBACK.contains(address[0]), Integer.parseInt(address[1], 16)));
                }
            }
        }
        return sockets;
    }

    private static Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    inodes.add(Files.readSymbolicLink(descriptor).toString().replaceAll("socket:\\[([0-9]+)]", "$1"));
                }
            }
        }
        return inodes;
    }
}
