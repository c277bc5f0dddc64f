// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.apache.james.eventsourcing.Event;
import org.apache.james.eventsourcing.eventstore.EventStore;
import org.apache.james.eventsourcing.eventstore.cassandra.CassandraEventStore;
import org.apache.james.eventsourcing.eventstore.cassandra.CassandraEventStoreModule;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTO;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTOModule;

/** The history of tasks, access lists and the queue's view. */
final class EventStoreModule extends AbstractModule {
    /** How an event is written as JSON; each part of James adds its own. */
    static final TypeLiteral<EventDTOModule<? extends Event, ? extends EventDTO>> FORMAT = new TypeLiteral<>() {};

    @Override
    protected void configure() {
        Tables.create(binder(), CassandraEventStoreModule.MODULE());
        bind(CassandraEventStore.class).in(Scopes.SINGLETON);
        bind(EventStore.class).to(CassandraEventStore.class);
        Multibinder.newSetBinder(binder(), FORMAT);
    }
}
