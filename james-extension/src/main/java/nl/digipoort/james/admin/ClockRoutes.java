// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.clock.ClockStep;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** Whether the wall clock of this server is trusted, and an operator's word that it is right. Thread-safe. */
final class ClockRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/clock";

    private static final String CONFIRM = PATH + "/confirm";

    private final ClockWatch clock;
    private final AdministrationAudit audit;
    private final JsonTransformer json;

    @Inject
    ClockRoutes(ClockWatch clock, AdministrationAudit audit, JsonTransformer json) {
        this.clock = clock;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::show, json);
        service.post(CONFIRM, this::confirm, json);
    }

    private ClockView show(Request request, Response response) {
        return new ClockView(clock);
    }

    private ClockView confirm(Request request, Response response) {
        audit.recorded(audit.action(AdminAction.CONFIRM_CLOCK, request), clock::confirm);
        return show(request, response);
    }

    /** The getters become JSON; times in ISO-8601, UTC. Immutable. */
    @JsonPropertyOrder({"trusted", "now", "expected", "bySeconds"})
    static final class ClockView {
        private final Optional<ClockStep> step;
        private final String now;

        private ClockView(ClockWatch clock) {
            this.step = clock.step();
            this.now = step.map(ClockStep::found).orElseGet(clock::latest).toString();
        }

        public boolean isTrusted() {
            return step.isEmpty();
        }

        /** What the clock says. */
        public String getNow() {
            return now;
        }

        /** Where the time that has passed would have brought the clock, unless it is trusted. */
        public Optional<String> getExpected() {
            return step.map(ClockStep::expected).map(Object::toString);
        }

        public long getBySeconds() {
            return step.map(ClockStep::seconds).orElse(0L);
        }
    }
}
