// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.io.IOException;

/** Where checkpoints are kept apart from the trail; its text form names the place for the log. Used by one thread. */
interface CheckpointTarget {
    void send(CheckpointLine checkpoint) throws IOException;
}
