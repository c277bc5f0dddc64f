// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.server.model.AuditRecord;
import nl.digipoort.james.server.model.Checker;
import nl.digipoort.james.server.model.History;
import nl.digipoort.james.server.model.Violation;

/** What the model check runs on: two nodes, and what can be done to them and to what they share. */
interface ModelCluster {
    Duration PATIENCE = Duration.ofMinutes(3);

    List<ModelNode> nodes();

    /** Each of them disturbs beside the others. */
    List<ModelFaults> faults();

    /** What is broken of that which is guaranteed on it. */
    default List<Violation> check(History history) {
        return Checker.check(history);
    }

    /** Nothing is held any more, and nobody has a lock. */
    default void awaitQuiet() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (ModelNode node : nodes()) {
                if (!node.gateway().webAdmin().get("/digipoort/held").equals("[]")
                        || !node.gateway().webAdmin().get("/digipoort/locks").equals("[]")) {
                    return false;
                }
            }
            return true;
        });
    }

    default List<AuditRecord> audit() throws IOException {
        List<AuditRecord> audit = new ArrayList<>();
        for (ModelNode node : nodes()) {
            audit.addAll(node.audit());
        }
        return audit;
    }
}
