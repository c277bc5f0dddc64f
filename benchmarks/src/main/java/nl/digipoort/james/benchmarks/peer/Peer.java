// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

import java.net.InetSocketAddress;
import java.util.List;
import nl.digipoort.james.benchmarks.client.Authentication;
import nl.digipoort.james.benchmarks.process.Memory;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A POP3 server that is measured. One at a time runs. */
public interface Peer extends AutoCloseable {
    /** Short and without spaces: it is given on the command line. */
    String name();

    /** Product, release, and what was set. */
    String version() throws Exception;

    Authentication authentication();

    /** Sessions at one time that its settings allow. */
    int mostSessions();

    /** The largest maildrop that can be made in reasonable time. */
    int mostMessages();

    /** Makes the maildrops and starts the server fresh, so that it is as cold as after a restart. */
    void start(List<Maildrop> maildrops) throws Exception;

    InetSocketAddress pop3();

    ProcessTree process();

    /** What it cannot do without: resident memory, but of a heap only what lives in it. */
    Memory liveMemory() throws Exception;

    @Override
    void close();
}
