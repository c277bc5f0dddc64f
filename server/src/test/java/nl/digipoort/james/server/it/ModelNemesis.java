// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import nl.digipoort.james.server.it.ModelFaults.Fault;
import nl.digipoort.james.server.model.Disturbance;
import nl.digipoort.james.server.model.Span;

/** Disturbs by one fault after another, each kind of it once before any comes again, and mends each before the next. */
final class ModelNemesis {
    private static final int UNDISTURBED_MILLIS = 4_000;
    private static final int SHORTEST_PAUSE_MILLIS = 500;

    private final ModelFaults faults;
    private final ModelRecorder recorder;
    private final Random random;

    ModelNemesis(ModelFaults faults, ModelRecorder recorder, Random random) {
        this.faults = faults;
        this.recorder = recorder;
        this.random = random;
    }

    void run(ModelClock clock) throws Exception {
        List<Fault> next = new ArrayList<>();
        int longestPause = Math.toIntExact(faults.longestPause().toMillis());
        clock.pause(UNDISTURBED_MILLIS);
        while (!clock.isOver()) {
            if (next.isEmpty()) {
                next.addAll(faults.faults());
                Collections.shuffle(next, random);
            }
            clock.pause(SHORTEST_PAUSE_MILLIS + random.nextInt(longestPause));
            if (!clock.isOver()) {
                disturb(next.remove(0), clock);
            }
        }
    }

    private void disturb(Fault fault, ModelClock clock) throws Exception {
        long invoked = System.nanoTime();
        String what = fault.action().disturb(clock, random);
        recorder.add(new Disturbance(Span.since(invoked), fault.name() + " " + what));
    }
}
