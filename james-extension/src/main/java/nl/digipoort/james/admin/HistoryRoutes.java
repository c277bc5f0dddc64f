// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.history.Sighting;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** The logins of this server since it was started: their outcomes over time, and which account used what. Thread-safe. */
final class HistoryRoutes implements RoutePart {
    static final String LOGINS = DigipoortRoutes.BASE + "/logins";
    static final String OVER_TIME = LOGINS + "/over-time";

    private static final int MOST_SHOWN = 1000;
    private static final int USUALLY_SHOWN = 100;

    private final LoginHistory history;
    private final AuditTrail trail;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    HistoryRoutes(LoginHistory history, AuditTrail trail, Clock clock, JsonTransformer json) {
        this.history = history;
        this.trail = trail;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(LOGINS, this::logins, json);
        service.get(OVER_TIME, this::overTime, json);
    }

    private LoginsView logins(Request request, Response response) {
        int limit = PageSize.of(request, USUALLY_SHOWN, MOST_SHOWN);
        List<Sighting> all = history.sightings();
        List<Sighting> asked = all.stream()
                .filter(sighting -> isAsked(request, "user", sighting, Sighting::account))
                .filter(sighting -> isAsked(request, "mechanism", sighting, Sighting::mechanism))
                .filter(sighting -> isAsked(request, "tls", sighting, Sighting::tls))
                .collect(Collectors.toUnmodifiableList());
        return new LoginsView(history, all, asked, limit);
    }

    private static boolean isAsked(
            Request request, String parameter, Sighting sighting, Function<Sighting, String> value) {
        String asked = request.queryParamOrDefault(parameter, "");
        return asked.isEmpty() || asked.equalsIgnoreCase(value.apply(sighting));
    }

    private HistoryView overTime(Request request, Response response) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new HistoryView(history, Range.of(request), trail.isOn(), now);
    }

    /** The time that one answer covers. */
    enum Range {
        HOUR(1, 60),
        DAY(15, 96);

        private final int minutes;
        private final int count;

        Range(int minutes, int count) {
            this.minutes = minutes;
            this.count = count;
        }

        private static Range of(Request request) {
            switch (request.queryParamOrDefault("range", "hour")) {
                case "hour":
                    return HOUR;
                case "day":
                    return DAY;
                default:
                    throw Refusals.badRequest("The range must be hour or day");
            }
        }

        /** The length of each period. */
        int minutes() {
            return minutes;
        }

        int count() {
            return count;
        }
    }
}
