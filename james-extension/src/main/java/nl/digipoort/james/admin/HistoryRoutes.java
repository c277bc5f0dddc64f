// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditTrail;
import nl.digipoort.james.history.LoginHistory;
import nl.digipoort.james.history.Period;
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

    private Map<String, Object> logins(Request request, Response response) {
        int limit = PageSize.of(request, USUALLY_SHOWN, MOST_SHOWN);
        List<Sighting> all = history.sightings();
        List<Sighting> asked = all.stream()
                .filter(sighting -> isAsked(request, "user", sighting, Sighting::account))
                .filter(sighting -> isAsked(request, "mechanism", sighting, Sighting::mechanism))
                .filter(sighting -> isAsked(request, "tls", sighting, Sighting::tls))
                .collect(Collectors.toUnmodifiableList());
        return ImmutableMap.<String, Object>builder()
                .put("since", history.since().toString())
                .put("accounts", accounts(all))
                .put("accountsByMechanism", accountsBy(Sighting::mechanism, all))
                .put("accountsByTls", accountsBy(Sighting::tls, all))
                // how many entries were dropped because there were too many
                .put("forgotten", history.forgotten())
                // how many entries match the request, shown or not
                .put("found", asked.size())
                .put(
                        "logins",
                        asked.stream().limit(limit).map(HistoryRoutes::json).collect(Collectors.toList()))
                .build();
    }

    /** How many accounts have used each mechanism or version of TLS; an account that used several counts for each. */
    private static Map<String, Long> accountsBy(Function<Sighting, String> what, List<Sighting> all) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        what,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), HistoryRoutes::accounts)));
    }

    private static long accounts(List<Sighting> sightings) {
        return sightings.stream().map(Sighting::account).distinct().count();
    }

    private static Map<String, Object> json(Sighting sighting) {
        return ImmutableMap.of(
                "user", sighting.account(),
                "mechanism", sighting.mechanism(),
                "tls", sighting.tls(),
                "count", sighting.count(),
                "lastAt", sighting.at().toString(),
                "lastClient", sighting.client());
    }

    private static boolean isAsked(
            Request request, String parameter, Sighting sighting, Function<Sighting, String> value) {
        String asked = request.queryParamOrDefault(parameter, "");
        return asked.isEmpty() || asked.equalsIgnoreCase(value.apply(sighting));
    }

    private Map<String, Object> overTime(Request request, Response response) {
        Range range = Range.of(request);
        return ImmutableMap.of(
                "since", history.since().toString(),
                "now", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                "minutes", range.minutes,
                // octets are only counted for the audit trail
                "octetsCounted", trail.isOn(),
                "periods", Lists.transform(history.periods(range.minutes, range.count), HistoryRoutes::json));
    }

    private static Map<String, Object> json(Period period) {
        return ImmutableMap.of(
                "from", period.from().toString(),
                "outcomes", period.outcomes(),
                "mechanisms", period.mechanisms(),
                "tls", period.tlsVersions(),
                "octets", period.octets());
    }

    /** The time that one answer covers. */
    private enum Range {
        HOUR(1, 60),
        DAY(15, 96);

        /** The length of each period. */
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
    }
}
