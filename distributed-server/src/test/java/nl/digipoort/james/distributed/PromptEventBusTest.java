// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class PromptEventBusTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(10);

    private final Sinks.Empty<Void> rabbitMq = Sinks.empty();

    @Test
    void waitsUntilRabbitMqHasTheEvent() {
        CompletableFuture<Void> dispatched = dispatch(rabbitMq::asMono, PATIENCE);

        assertThat(dispatched).isNotDone();

        rabbitMq.tryEmitEmpty().orThrow();

        assertThat(dispatched).succeedsWithin(PATIENCE);
    }

    @Test
    void goesOnWithoutTheCallerWhenRabbitMqDoesNotAnswer() {
        AtomicBoolean sent = new AtomicBoolean();
        Mono<Void> sending = rabbitMq.asMono().doOnTerminate(() -> sent.set(true));

        CompletableFuture<Void> dispatched = dispatch(() -> sending, SHORT);

        assertThat(dispatched).succeedsWithin(PATIENCE);
        assertThat(sent).isFalse();

        rabbitMq.tryEmitEmpty().orThrow();

        assertThat(sent).isTrue();
    }

    /** As James does while it connects. */
    @Test
    void leavesTheCallersThreadAloneWhenJamesBlocksIt() {
        CountDownLatch connected = new CountDownLatch(1);
        Mono<Void> connecting = Mono.fromRunnable(() -> await(connected));

        CompletableFuture<Void> dispatched = dispatch(() -> connecting, SHORT);

        assertThat(dispatched).succeedsWithin(PATIENCE);
        connected.countDown();
    }

    /** It needs them to connect again, too. */
    @Test
    void leavesThreadsToJamesHoweverManyEventsWaitForRabbitMq() {
        CountDownLatch connected = new CountDownLatch(1);
        // as James does it
        Mono<Void> sending = Mono.<Void>fromRunnable(() -> await(connected)).subscribeOn(Schedulers.boundedElastic());
        PromptEventBus bus = new PromptEventBus(new FakeEventBus(() -> sending), SHORT);

        for (int event = 0; event < 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; event++) {
            assertThat(bus.dispatch(new FakeEvent(), Set.of()).toFuture()).succeedsWithin(PATIENCE);
        }
        CompletableFuture<Void> other = Mono.<Void>fromRunnable(() -> {})
                .subscribeOn(Schedulers.boundedElastic())
                .toFuture();

        assertThat(other).succeedsWithin(PATIENCE);
        connected.countDown();
    }

    @Test
    void doesNotFailWhenTheEventCannotBeSent() {
        Mono<Void> failure = Mono.error(new IllegalStateException("no channel"));

        CompletableFuture<Void> failed = dispatch(() -> failure, PATIENCE);
        CompletableFuture<Void> refused = dispatch(PromptEventBusTest::refuse, PATIENCE);

        assertThat(failed).succeedsWithin(PATIENCE);
        assertThat(refused).succeedsWithin(PATIENCE);
    }

    private static Mono<Void> refuse() {
        throw new IllegalStateException("not running");
    }

    private static CompletableFuture<Void> dispatch(Supplier<Mono<Void>> rabbitMq, Duration longestWait) {
        return new PromptEventBus(new FakeEventBus(rabbitMq), longestWait)
                .dispatch(new FakeEvent(), Set.of())
                .toFuture();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class FakeEvent implements Event {
        private final EventId id = EventId.random();

        @Override
        public EventId getEventId() {
            return id;
        }

        @Override
        public Username getUsername() {
            return Username.of("bedrijf@example.org");
        }

        @Override
        public boolean isNoop() {
            return false;
        }
    }

    /** Only dispatches, and as the test says. */
    private static final class FakeEventBus implements EventBus {
        private final Supplier<Mono<Void>> dispatched;

        FakeEventBus(Supplier<Mono<Void>> dispatched) {
            this.dispatched = dispatched;
        }

        @Override
        public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
            return dispatched.get();
        }

        @Override
        public Publisher<Registration> register(EventListener.ReactiveEventListener listener, RegistrationKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registration register(EventListener.ReactiveEventListener listener, Group group) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Void> reDeliver(Group group, Event event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EventBusName eventBusName() {
            throw new UnsupportedOperationException();
        }
    }
}
