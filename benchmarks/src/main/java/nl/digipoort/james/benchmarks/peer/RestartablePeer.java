// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.peer;

/** A server that keeps its maildrops when it stops. */
public interface RestartablePeer extends Peer {
    /** Stops the server and starts it again, as cold as after its first start. */
    void restart() throws Exception;
}
