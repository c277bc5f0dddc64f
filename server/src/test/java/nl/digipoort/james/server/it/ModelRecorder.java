// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import nl.digipoort.james.server.model.AuditRecord;
import nl.digipoort.james.server.model.Delivery;
import nl.digipoort.james.server.model.Disturbance;
import nl.digipoort.james.server.model.History;
import nl.digipoort.james.server.model.Session;

/** Collects what the clients of one run have seen. Thread-safe. */
final class ModelRecorder {
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();
    private final Queue<Disturbance> disturbances = new ConcurrentLinkedQueue<>();

    void add(Delivery delivery) {
        deliveries.add(delivery);
    }

    void add(Session session) {
        sessions.add(session);
    }

    void add(Disturbance disturbance) {
        disturbances.add(disturbance);
    }

    History history(List<AuditRecord> audit) {
        return new History(List.copyOf(deliveries), List.copyOf(sessions), List.copyOf(disturbances), audit);
    }
}
