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
 * The memory of the whole server for messages that are on their way to clients. Whoever wants to read a large message from
 * James reserves what that takes at the most; shares are given in the order of the wishes, so that nobody is passed over,
 * and no thread waits for one. A message that is larger than the whole budget has its turn alone. While somebody waits,
 * holders that do not get on are asked to do without (docs/develop/adr/0019-budget-for-message-bodies.md). Thread-safe.
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
     * Asks for the memory to read one message, to be closed when the message is not in memory any more, or not wanted any
     * more. Small messages need no share.
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

    /** Where a message goes that is to leave memory. */
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

    /** Gives the share back, or the place among those who wait; of several calls the first counts. */
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

    /** Gives shares to the first of those who wait, as far as they fit. */
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
