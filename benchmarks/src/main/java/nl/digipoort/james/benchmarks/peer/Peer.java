// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.net.InetSocketAddress;
import java.util.List;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.process.Memory;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A POP3 server to be measured. One runs at a time, but where they take turns. */
public interface Peer extends AutoCloseable {
    /** A short name without spaces, for the command line. */
    String name();

    /** Product, release, and changed settings. */
    String version() throws Exception;

    Authentication authentication();

    /** Most sessions at one time that its settings allow. */
    int mostSessions();

    /** The largest maildrop that can be created in reasonable time. */
    int mostMessages();

    /** Creates the maildrops and starts the server fresh, so that it is as cold as after a restart. */
    void start(List<Maildrop> maildrops) throws Exception;

    InetSocketAddress pop3();

    ProcessTree process();

    /** The memory that it needs: resident memory, but of a heap only the live objects. */
    Memory liveMemory() throws Exception;

    @Override
    void close();
}
