// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings checkpoints to all places where they are kept apart from the trail. Thread-safe. */
final class CheckpointSender {
    static final String NAME = "nl.digipoort.james.audit.checkpoint";

    private static final Logger LOGGER = LoggerFactory.getLogger(NAME);

    private final List<CheckpointDelivery> deliveries;

    CheckpointSender(List<CheckpointTarget> targets, AuditMetrics metrics) {
        this.deliveries = targets.stream()
                .map(target -> new CheckpointDelivery(target, metrics))
                .collect(Collectors.toUnmodifiableList());
    }

    void send(CheckpointLine checkpoint) {
        LOGGER.info("{}", checkpoint.text());
        deliveries.forEach(delivery -> delivery.send(checkpoint));
    }

    /** Whether the last checkpoint did not get to one of the places. */
    boolean isFailing() {
        return deliveries.stream().anyMatch(CheckpointDelivery::isFailing);
    }

    void stop() {
        deliveries.forEach(CheckpointDelivery::stop);
    }
}
