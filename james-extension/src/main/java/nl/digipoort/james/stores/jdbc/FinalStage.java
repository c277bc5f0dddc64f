// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.stores.jdbc;

import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.james.events.Event;

/** The last stage of an event that James's factory makes. Its methods are called by name: its type differs from James 3.8 to James 3.9. */
final class FinalStage {
    private final Object stage;

    private FinalStage(Object stage) {
        this.stage = stage;
    }

    static FinalStage of(Object stage) {
        return new FinalStage(stage);
    }

    FinalStage with(String name, Object value) {
        return of(call(name, value));
    }

    Event build() {
        return (Event) call("build");
    }

    private Object call(String name, Object... arguments) {
        try {
            return MethodUtils.invokeMethod(stage, name, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("James's events are made in another way than this extension knows", e);
        }
    }
}
