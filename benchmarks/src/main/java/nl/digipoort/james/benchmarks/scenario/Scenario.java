// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scenario;

import java.util.List;
import nl.digipoort.james.benchmarks.peer.Maildrop;
import nl.digipoort.james.benchmarks.peer.Peer;

/** Something that clients do, in the same way with every server. */
public interface Scenario {
    /** Its name on the command line and in the results. */
    String name();

    /** The maildrops that must exist before the server starts. Scenarios may share a maildrop. */
    List<Maildrop> maildrops(Peer peer, Plan plan);

    List<Phase> run(Bench bench) throws Exception;
}
