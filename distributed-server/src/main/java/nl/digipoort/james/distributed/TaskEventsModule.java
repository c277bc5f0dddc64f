// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.distributed;

import com.google.common.collect.Sets;
import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.Set;
import javax.inject.Named;
import javax.inject.Provider;
import org.apache.james.eventsourcing.Event;
import org.apache.james.eventsourcing.eventstore.cassandra.EventNestedTypes;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTO;
import org.apache.james.eventsourcing.eventstore.cassandra.dto.EventDTOModule;
import org.apache.james.json.DTO;
import org.apache.james.json.DTOConverter;
import org.apache.james.json.DTOModule;
import org.apache.james.server.task.json.JsonTaskSerializer;
import org.apache.james.server.task.json.TaskModuleInjectionKeys;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.server.task.json.dto.TaskDTO;
import org.apache.james.server.task.json.dto.TaskDTOModule;
import org.apache.james.task.Task;
import org.apache.james.task.TaskExecutionDetails.AdditionalInformation;
import org.apache.james.task.eventsourcing.distributed.TasksSerializationModule;
import org.apache.james.task.eventsourcing.distributed.TasksSerializationModule.TaskSerializationModuleFactory;

/** How the history of a task is written in the event store. */
final class TaskEventsModule extends AbstractModule {
    private static final List<TaskSerializationModuleFactory> EVENTS = List.of(
            TasksSerializationModule.CREATED,
            TasksSerializationModule.STARTED,
            TasksSerializationModule.CANCEL_REQUESTED,
            TasksSerializationModule.CANCELLED,
            TasksSerializationModule.COMPLETED,
            TasksSerializationModule.FAILED,
            TasksSerializationModule.UPDATED);

    @Override
    protected void configure() {
        Multibinder<EventDTOModule<? extends Event, ? extends EventDTO>> formats =
                Multibinder.newSetBinder(binder(), EventStoreModule.FORMAT);
        EVENTS.forEach(event -> formats.addBinding().toProvider(new Format(event)));
    }

    /** The types inside of those events. */
    @Provides
    @Named(EventNestedTypes.EVENT_NESTED_TYPES_INJECTION_NAME)
    Set<DTOModule<?, ? extends DTO>> nestedTypes(
            @Named(TaskModuleInjectionKeys.ADDITIONAL_INFORMATION_DTO)
                    Set<
                                    AdditionalInformationDTOModule<
                                            ? extends AdditionalInformation, ? extends AdditionalInformationDTO>>
                            information,
            @Named(TaskModuleInjectionKeys.TASK_DTO) Set<TaskDTOModule<? extends Task, ? extends TaskDTO>> tasks) {
        return Sets.union(information, tasks);
    }

    /** The format of one kind of event, made when the event store is. */
    private static final class Format implements Provider<EventDTOModule<? extends Event, ? extends EventDTO>> {
        private final TaskSerializationModuleFactory event;

        @Inject
        private JsonTaskSerializer serializer;

        @Inject
        private DTOConverter<AdditionalInformation, AdditionalInformationDTO> information;

        @Inject
        private DTOConverter<Task, TaskDTO> tasks;

        Format(TaskSerializationModuleFactory event) {
            this.event = event;
        }

        @Override
        public EventDTOModule<? extends Event, ? extends EventDTO> get() {
            return event.create(serializer, information, tasks);
        }
    }
}
