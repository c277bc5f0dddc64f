// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.scale;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** A clock that jumps from event to event, and the one source of chance. The same seed gives the same run. */
final class Simulation {
    private static final Comparator<Event> ORDER =
            Comparator.comparingDouble(Event::time).thenComparingLong(Event::number);

    private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
    private final SplittableRandom random;
    private double now;
    private long scheduled;

    private record Event(double time, long number, Runnable what) {}

    Simulation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    double now() {
        return now;
    }

    void after(double delay, Runnable what) {
        events.add(new Event(now + delay, scheduled++, what));
    }

    /** Runs what happens until that time. */
    void run(double until) {
        while (!events.isEmpty() && events.peek().time() <= until) {
            Event event = events.remove();
            now = event.time();
            event.what().run();
        }
        now = until;
    }

    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    int poisson(double mean) {
        int events = 0;
        for (double sum = exponential(1); sum < mean; sum += exponential(1)) {
            events++;
        }
        return events;
    }

    double uniform() {
        return random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
