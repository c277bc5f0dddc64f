// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.maildrop;

import java.util.Collection;
import java.util.Set;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusName;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.events.Registration;
import org.apache.james.events.RegistrationKey;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** James's event bus, which fails once when asked to: after the change that it tells of is made. */
final class FailingEventBus implements EventBus {
    private final EventBus bus;
    private boolean failing;

    FailingEventBus(EventBus bus) {
        this.bus = bus;
    }

    void failNext() {
        failing = true;
    }

    @Override
    public Mono<Void> dispatch(Event event, Set<RegistrationKey> keys) {
        return Mono.defer(() -> {
            boolean fails = failing;
            failing = false;
            return fails ? Mono.error(new IllegalStateException("as asked")) : bus.dispatch(event, keys);
        });
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
