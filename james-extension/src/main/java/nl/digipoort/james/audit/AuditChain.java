// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chain that this server continues: each record repeats the hash of the one before it. Lines belong to it once they are written. After a
 * failed write the file tells how many of them are there; nothing else in a file is believed while the server runs. Not thread-safe.
 */
final class AuditChain {
    private ChainHead head;
    /** The heads after each line that was to be written last. */
    private List<ChainHead> attempted = List.of();

    private boolean attemptedCheckpoint;
    private boolean checkpointed;

    AuditChain(ChainHead head) {
        this.head = head;
    }

    /** The last record that is written. */
    ChainHead head() {
        return head;
    }

    /** The lines as they follow the last record that is written, without line ends. */
    List<byte[]> next(List<? extends AuditLine> lines) {
        List<byte[]> chained = new ArrayList<>(lines.size());
        List<ChainHead> heads = new ArrayList<>(lines.size());
        ChainHead last = head;
        for (AuditLine line : lines) {
            byte[] octets = line.after(last);
            last = ChainHead.of(last.seq() + 1, octets);
            chained.add(octets);
            heads.add(last);
        }
        attempted = heads;
        attemptedCheckpoint = !lines.isEmpty() && lines.get(lines.size() - 1).isCheckpoint();
        return chained;
    }

    /** All lines of the last call of {@link #next} are written. */
    void written() {
        if (!attempted.isEmpty()) {
            head = attempted.get(attempted.size() - 1);
            attempted = List.of();
            checkpointed = attemptedCheckpoint;
        }
    }

    /** Whether the last record is a checkpoint that this server has written since it started. */
    boolean isCheckpointed() {
        return checkpointed;
    }

    /** Whether lines were to be written of which some may be. */
    boolean isUncertain() {
        return !attempted.isEmpty();
    }

    /** @param found the last record in the files after a failed write */
    void settle(Optional<ChainHead> found) {
        found.filter(attempted::contains).ifPresent(last -> {
            head = last;
            checkpointed = false;
        });
        attempted = List.of();
    }
}
