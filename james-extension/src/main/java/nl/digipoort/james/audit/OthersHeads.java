// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;

/**
 * The heads for a server whose chain begins anew at each start: it is a witness of the others, and publishes nothing, because an earlier
 * chain of it would look cut off. Thread-safe.
 */
final class OthersHeads implements AuditHeads {
    private final AuditHeads heads;

    OthersHeads(AuditHeads heads) {
        this.heads = heads;
    }

    @Override
    public void publish(AuditHead head) {}

    @Override
    public List<AuditHead> heads() {
        return heads.heads();
    }
}
