// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.RabbitMQEventBus;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * James's event bus, for which no append and no deletion waits long or fails: what James tells of is in Cassandra already. A failure would make
 * the sender repeat a mail that is stored. An event goes on without who dispatched it; if it cannot be sent, James puts it among the dead letters.
 */
final class PromptEventBus implements EventBus {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** Of James's threads for what waits at a time. */
    private static final int QUARTER = Math.max(1, Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE / 4);

    private static final int LONGEST_IDLE_SECONDS = 60;
    private static final Logger LOGGER = LoggerFactory.getLogger(PromptEventBus.class);

    private final EventBus bus;
    private final Duration longestWait;
    /**
     * Few, each of which sends one event at a time. Without RabbitMQ James connects for minutes on a thread of its own for each event, and needs
     * another one of these to try again: if all of them did so, none would ever end.
     */
    private final Scheduler senders = Schedulers.newBoundedElastic(
            QUARTER, Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "digipoort-event-bus", LONGEST_IDLE_SECONDS, true);

    /** Of its own, so that it works when all of James's threads wait for RabbitMQ. */
    private final Scheduler timer = Schedulers.newSingle("digipoort-events", true);

    @Inject
    PromptEventBus(RabbitMQEventBus bus) {
        this(bus, LONGEST_WAIT);
    }

    PromptEventBus(EventBus bus, Duration longestWait) {
        this.bus = bus;
        this.longestWait = longestWait;
    }

    /** On another thread: James connects to RabbitMQ on the one that dispatches, and that may be one of Cassandra's driver. */
    @Override
    public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
        return Mono.<Void>fromRunnable(() -> bus.dispatch(event, keys).block())
                .subscribeOn(senders)
                .doOnError(e -> LOGGER.error("RabbitMQ was not told of {}", event.getEventId(), e))
                // not cancelled when the time is over
                .cache()
                .timeout(longestWait, Mono.empty(), timer)
                .onErrorResume(e -> Mono.empty());
    }

    @Override
    public Publisher<Registration> register(EventListener.ReactiveEventListener listener, RegistrationKey key) {
        return bus.register(listener, key);
    }

    @Override
    public Registration register(EventListener.ReactiveEventListener listener, Group group) {
        return bus.register(listener, group);
    }

    @Override
    public Mono<Void> reDeliver(Group group, Event event) {
        return bus.reDeliver(group, event);
    }

    @Override
    public EventBusName eventBusName() {
        return bus.eventBusName();
    }

    @Override
    public Collection<Group> listRegisteredGroups() {
        return bus.listRegisteredGroups();
    }
}
