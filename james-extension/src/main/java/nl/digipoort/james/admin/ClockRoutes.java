// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
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

    /** Where the time that has passed would have brought the clock stands there only while it is not trusted. */
    private Map<String, Object> show(Request request, Response response) {
        Optional<ClockStep> step = clock.step();
        return ImmutableMap.of(
                "trusted",
                step.isEmpty(),
                "now",
                step.map(ClockStep::found).orElseGet(clock::latest).toString(),
                "expected",
                step.map(ClockStep::expected).map(Object::toString),
                "bySeconds",
                step.map(ClockStep::seconds).orElse(0L));
    }

    private Map<String, Object> confirm(Request request, Response response) {
        audit.recorded(audit.action(AdminAction.CONFIRM_CLOCK, request), clock::confirm);
        return show(request, response);
    }
}
