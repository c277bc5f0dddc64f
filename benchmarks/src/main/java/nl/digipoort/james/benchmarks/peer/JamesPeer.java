// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import nl.digipoort.james.benchmarks.process.Child;
import nl.digipoort.james.benchmarks.process.LiveMemory;
import nl.digipoort.james.benchmarks.process.Memory;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A James in a JVM of its own. */
abstract class JamesPeer implements Peer {
    private Child server;
    private InetSocketAddress pop3;

    /** Takes over a started server, which is closed with this object. */
    final void runs(Child process) {
        server = process;
    }

    final Child server() {
        return server;
    }

    final void listensAt(InetSocketAddress address) {
        pop3 = address;
    }

    @Override
    public final InetSocketAddress pop3() {
        return pop3;
    }

    @Override
    public final ProcessTree process() {
        return server.tree();
    }

    @Override
    public final Memory liveMemory() throws IOException, InterruptedException {
        return LiveMemory.of(process().pid(), Jvm.tool("jcmd"));
    }

    @Override
    public final void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
