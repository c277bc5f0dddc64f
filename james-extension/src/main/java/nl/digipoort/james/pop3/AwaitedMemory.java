// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.budget.BudgetMetrics;
import nl.digipoort.james.budget.BudgetSettings;
import nl.digipoort.james.budget.Reservation;

/** Delays answers until there is memory for a message, or until the client has waited too long. Thread-safe. */
@Singleton
public final class AwaitedMemory {
    private static final Reply REFUSED =
            Reply.error(ResponseCode.SYS_TEMP, "Too many large messages are under way, try again later");

    private final Duration longestWait;
    private final BudgetMetrics metrics;

    @Inject
    public AwaitedMemory(BudgetSettings settings, BudgetMetrics metrics) {
        this.longestWait = settings.longestWait();
        this.metrics = metrics;
    }

    /**
     * The answer: at once if the memory is already granted, otherwise delayed.
     *
     * @param answer gives the answer, which owns the memory from then on
     * @param withoutIt receives the reason if there will be no such answer
     */
    public Answer then(Reservation memory, Supplier<Answer> answer, Consumer<NoAnswer> withoutIt) {
        return memory.isGranted() ? answer.get() : new Delayed(memory, answer, withoutIt);
    }

    /** Why there is no answer. */
    public enum NoAnswer {
        /** The memory was not granted in time; the client gets a refusal. */
        REFUSED,
        /** The client is gone. */
        ABANDONED
    }

    private final class Delayed extends DelayedAnswer {
        private final Reservation memory;
        private final Supplier<Answer> answer;
        private final Consumer<NoAnswer> withoutIt;

        private Delayed(Reservation memory, Supplier<Answer> answer, Consumer<NoAnswer> withoutIt) {
            this.memory = memory;
            this.answer = answer;
            this.withoutIt = withoutIt;
        }

        @Override
        public Duration delay() {
            return longestWait;
        }

        @Override
        public void whenReady(Runnable call) {
            memory.whenGranted(call);
        }

        @Override
        public Answer give() {
            if (memory.isGranted()) {
                return answer.get();
            }
            end(NoAnswer.REFUSED);
            metrics.refused();
            return REFUSED;
        }

        @Override
        public void drop() {
            end(NoAnswer.ABANDONED);
        }

        private void end(NoAnswer reason) {
            memory.close();
            withoutIt.accept(reason);
        }
    }
}
