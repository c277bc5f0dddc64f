// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.process.ProcessTree;

/** A server that takes mail and tells how much of it has arrived. One at a time runs. */
public interface WayIn extends AutoCloseable {
    /** Short and without spaces: it is given on the command line. */
    String name();

    /** Product, release, and what was set. */
    String version() throws Exception;

    /** Why it cannot be measured on this machine; empty if it can. */
    Optional<String> missing() throws Exception;

    /** Octets that its maildrops can hold together. */
    long mostOctets();

    /** Makes the accounts and starts the server fresh, so that it is as cold as after a restart. */
    void start(List<Account> accounts) throws Exception;

    Protocol protocol();

    InetSocketAddress address();

    /** All processes that work for it, those of its database included. */
    List<ProcessTree> processes();

    /** Messages in each of the maildrops, in their order. */
    List<Integer> visible(List<Account> accounts) throws Exception;

    /** Deletes what is in the maildrops. */
    void empty(List<Account> accounts) throws Exception;

    @Override
    void close();
}
