// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.budget;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * The memory of the whole server for messages that are on their way to clients. Before a large message is read from James, the most memory
 * that this takes is reserved. Shares are given in the order of the requests, so that nobody is passed over, and no thread waits for one. A
 * message larger than the whole budget has its turn alone. While somebody waits, holders without progress are asked to give theirs back
 * (docs/develop/adr/0019-budget-for-message-bodies.md). Thread-safe.
 */
@Singleton
public final class BodyBudget {
    private final long capacity;
    private final MessageCost cost;
    private final BudgetSettings settings;
    private final BudgetMetrics metrics;
    private final Deque<Reservation> waiting = new ArrayDeque<>();
    private final Set<Reservation> holders = new LinkedHashSet<>();
    private long reserved;

    @Inject
    BodyBudget(MessageCost cost, BudgetSettings settings, BudgetMetrics metrics) {
        this(settings.share(Runtime.getRuntime().maxMemory()), cost, settings, metrics);
    }

    /** @param capacity in octets */
    public BodyBudget(long capacity, MessageCost cost, BudgetSettings settings, BudgetMetrics metrics) {
        this.capacity = capacity;
        this.cost = cost;
        this.settings = settings;
        this.metrics = metrics;
        metrics.show(capacity, this::reserved, this::waiting);
    }

    /**
     * Requests the memory to read one message. The caller closes it when the message is no longer in memory or no longer wanted. Small
     * messages need no share.
     *
     * @param size of the message in octets
     */
    public Reservation reserve(long size) {
        if (size == 0 || size < settings.freeBelow()) {
            return new Reservation(this, 0);
        }
        Reservation reservation = new Reservation(this, cost.octets(size));
        List<Reservation> asked;
        synchronized (this) {
            waiting.add(reservation);
            asked = grantNext().isEmpty() ? List.copyOf(holders) : List.of();
        }
        if (!asked.isEmpty()) {
            metrics.waited();
            asked.forEach(Reservation::tellWanted);
        }
        return reservation;
    }

    /** The directory for messages that leave memory. */
    public Path spoolDirectory() {
        return settings.spoolDirectory();
    }

    /** A message has left memory for a file. */
    public void spooled() {
        metrics.spooled();
    }

    synchronized boolean isWanted(Reservation reservation) {
        return !waiting.isEmpty() && holders.contains(reservation);
    }

    synchronized boolean isGranted(Reservation reservation) {
        return reservation.octets() == 0 || holders.contains(reservation);
    }

    /** Gives back the share, or the place in the queue. Only the first call counts. */
    void end(Reservation reservation) {
        List<Reservation> granted;
        synchronized (this) {
            if (holders.remove(reservation)) {
                reserved -= reservation.octets();
            } else if (!waiting.remove(reservation)) {
                return;
            }
            granted = grantNext();
        }
        granted.forEach(Reservation::tellGranted);
    }

    /** Gives shares to those who have waited longest, as far as they fit. */
    private List<Reservation> grantNext() {
        List<Reservation> granted = new ArrayList<>();
        while (!waiting.isEmpty() && fits(waiting.peek())) {
            Reservation next = waiting.remove();
            holders.add(next);
            reserved += next.octets();
            granted.add(next);
        }
        return granted;
    }

    private boolean fits(Reservation reservation) {
        return holders.isEmpty() || reservation.octets() <= capacity - reserved;
    }

    private synchronized long reserved() {
        return reserved;
    }

    private synchronized int waiting() {
        return waiting.size();
    }
}
