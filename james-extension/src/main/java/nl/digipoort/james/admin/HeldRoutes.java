package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.Act;
import nl.digipoort.james.journal.HeldDeliveries;
import nl.digipoort.james.journal.HeldDelivery;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** The deliveries that wait for their maildrop: which there are, and bring those of a maildrop in now. Thread-safe. */
final class HeldRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeldRoutes.class);

    private static final String BASE = CredentialRoutes.ALL + "/held";
    private static final String USER = BASE + "/" + UserInPath.PARAMETER;
    private static final String RELEASE = "release";

    private final HeldDeliveries deliveries;
    private final AdministrationAudit audit;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    HeldRoutes(HeldDeliveries deliveries, AdministrationAudit audit, Clock clock, JsonTransformer json) {
        this.deliveries = deliveries;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    void define(Service service) {
        service.get(BASE, this::all, json);
        service.get(USER, this::ofOne, json);
        service.post(USER, this::act);
    }

    private List<HeldView> all(Request request, Response response) {
        return Refusals.reaching(() -> views(delivery -> true));
    }

    private List<HeldView> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return Refusals.reaching(() -> views(isFor(user)));
    }

    private List<HeldView> views(Predicate<HeldDelivery> which) {
        Instant now = clock.instant();
        return deliveries.list().stream()
                .filter(which)
                .map(delivery -> new HeldView(delivery, now))
                .collect(Collectors.toUnmodifiableList());
    }

    private static Predicate<HeldDelivery> isFor(Username user) {
        return delivery -> delivery.maildrop().equals(user);
    }

    private String act(Request request, Response response) {
        Username user = UserInPath.of(request);
        if (!RELEASE.equals(request.queryParams("action"))) {
            throw Refusals.badRequest("The query must be action=" + RELEASE);
        }
        return Refusals.reaching(() -> {
            release(user, request);
            return Responses.returnNoContent(response);
        });
    }

    private void release(Username user, Request request) {
        if (count(user) == 0) {
            throw Refusals.nothingHeld(user);
        }
        audit.recorded(audit.act(Act.RELEASE_HELD, request, user), () -> bringIn(user, request));
    }

    private void bringIn(Username user, Request request) {
        LOGGER.info("WebAdmin, asked from {}, brings held mail in for {}", request.ip(), user.asString());
        switch (deliveries.release(user)) {
            case DONE:
                return;
            case IN_USE:
                throw Refusals.heldBySession(user, count(user));
            default:
                throw Refusals.notBroughtIn(user, count(user));
        }
    }

    private long count(Username user) {
        return deliveries.list().stream().filter(isFor(user)).count();
    }
}
