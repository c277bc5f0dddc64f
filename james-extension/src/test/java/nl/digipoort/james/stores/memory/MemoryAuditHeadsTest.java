// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import nl.digipoort.james.audit.AuditHeads;
import nl.digipoort.james.audit.AuditHeadsContract;

class MemoryAuditHeadsTest implements AuditHeadsContract {
    private final AuditHeads store = new MemoryAuditHeads();

    @Override
    public AuditHeads store() {
        return store;
    }
}
