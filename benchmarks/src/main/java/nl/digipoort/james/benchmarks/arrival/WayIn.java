// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A server that receives mail and reports how much has arrived. Only one runs at a time. */
public interface WayIn extends AutoCloseable {
    /** A short name without spaces, for the command line. */
    String name();

    /** Product, release, and changed settings. */
    String version() throws Exception;

    /** The reason why it cannot be measured on this machine; empty if it can. */
    Optional<String> missing() throws Exception;

    /** Octets that all its maildrops together can hold. */
    long mostOctets();

    /** Creates the accounts and starts the server fresh, so that it is as cold as after a restart. */
    void start(List<Account> accounts) throws Exception;

    Protocol protocol();

    InetSocketAddress address();

    /** All its processes, those of its database included. */
    List<ProcessTree> processes();

    /** The number of messages in each maildrop, in the order of the accounts. */
    List<Integer> visible(List<Account> accounts) throws Exception;

    /** Deletes all messages of the maildrops. */
    void empty(List<Account> accounts) throws Exception;

    @Override
    void close();
}
