// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.DeliveryAttempt;
import nl.digipoort.james.journal.DeliveryJournal;
import org.apache.james.core.Username;

/** A delivery journal in this JVM, for servers that also keep their mailboxes there. Thread-safe. */
public final class MemoryDeliveryJournal implements DeliveryJournal {
    private final Duration timeToRemember;
    private final LongSupplier nanos;
    private final Map<String, Long> made = new ConcurrentHashMap<>();
    private final Map<Username, DeliveryAttempt> attempts = new ConcurrentHashMap<>();

    /** @param nanos the monotonic clock */
    public MemoryDeliveryJournal(Duration timeToRemember, LongSupplier nanos) {
        this.timeToRemember = timeToRemember;
        this.nanos = nanos;
    }

    @Override
    public boolean isMade(Delivery delivery) {
        return made.containsKey(delivery.key());
    }

    @Override
    public boolean begin(DeliveryAttempt attempt) {
        DeliveryAttempt present = attempts.compute(
                attempt.maildrop(),
                (maildrop, found) -> found != null && found.fence() > attempt.fence() ? found : attempt);
        return present.equals(attempt);
    }

    @Override
    public Optional<DeliveryAttempt> unsettled(Username maildrop) {
        return Optional.ofNullable(attempts.get(maildrop));
    }

    @Override
    public void made(DeliveryAttempt attempt) {
        made.put(attempt.deliveryKey(), nanos.getAsLong());
        notMade(attempt);
    }

    @Override
    public void notMade(DeliveryAttempt attempt) {
        attempts.computeIfPresent(attempt.maildrop(), (maildrop, found) -> found.equals(attempt) ? null : found);
    }

    @Override
    public void forgetOld(Instant now) {
        long last = nanos.getAsLong() - timeToRemember.toNanos();
        made.values().removeIf(at -> at - last <= 0);
    }
}
