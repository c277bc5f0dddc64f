// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import nl.digipoort.james.audit.AuditHead;
import nl.digipoort.james.audit.AuditHeads;

/** Heads of chains in this JVM. Thread-safe. */
public final class MemoryAuditHeads implements AuditHeads {
    private final Map<String, AuditHead> heads = new ConcurrentHashMap<>();

    @Override
    public void publish(AuditHead head) {
        heads.put(head.chain(), head);
    }

    @Override
    public List<AuditHead> heads() {
        return List.copyOf(heads.values());
    }
}
