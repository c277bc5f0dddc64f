// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.history.FailedLogin;
import nl.digipoort.james.history.LoginHistory;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** The failed logins of this server since it was started, by name, address and reason. Thread-safe. */
final class FailedLoginRoutes implements RoutePart {
    static final String PATH = HistoryRoutes.LOGINS + "/failed";
    private static final int USUALLY_SHOWN = 100;

    private final LoginHistory history;
    private final JsonTransformer json;

    @Inject
    FailedLoginRoutes(LoginHistory history, JsonTransformer json) {
        this.history = history;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::failures, json);
    }

    private Map<String, Object> failures(Request request, Response response) {
        int limit = PageSize.of(request, USUALLY_SHOWN, LoginHistory.MOST_FAILURES);
        List<FailedLogin> asked = history.failures().stream()
                .filter(failure -> isAsked(request, "user", failure.name()))
                .filter(failure -> isAsked(request, "address", failure.client()))
                .filter(failure -> isAsked(request, "outcome", failure.outcome()))
                .collect(Collectors.toUnmodifiableList());
        return ImmutableMap.of(
                "since", history.since().toString(),
                "forgotten", history.forgottenFailures(),
                // how many entries match the request, shown or not
                "found", asked.size(),
                "failures",
                        asked.stream().limit(limit).map(FailedLoginRoutes::json).collect(Collectors.toList()));
    }

    private static boolean isAsked(Request request, String parameter, String value) {
        String asked = request.queryParamOrDefault(parameter, "");
        return asked.isEmpty() || asked.equalsIgnoreCase(value);
    }

    private static Map<String, Object> json(FailedLogin failure) {
        return ImmutableMap.<String, Object>builder()
                .put("user", failure.name())
                .put("address", failure.client())
                .put("outcome", failure.outcome())
                .put("mechanism", failure.mechanism())
                .put("tls", failure.tls())
                .put("count", failure.count())
                .put("firstAt", failure.firstAt().toString())
                .put("lastAt", failure.at().toString())
                .build();
    }
}
