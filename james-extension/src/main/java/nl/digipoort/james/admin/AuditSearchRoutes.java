// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.inject.Inject;
import nl.digipoort.james.audit.AuditQuery;
import nl.digipoort.james.audit.AuditReader;
import nl.digipoort.james.audit.FoundRecords;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** The latest records in the audit trail of this server: of an account, or those that fit a query. Thread-safe. */
final class AuditSearchRoutes implements RoutePart {
    static final String BASE = DigipoortRoutes.BASE + "/audit";
    static final String USER = BASE + "/" + UserInPath.PARAMETER;
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditSearchRoutes.class);
    private static final int USUALLY_SHOWN = 50;
    private static final String DIGEST = "[0-9a-f]{64}";

    private final AuditReader reader;
    private final JsonTransformer json;

    @Inject
    AuditSearchRoutes(AuditReader reader, JsonTransformer json) {
        this.reader = reader;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::find, json);
        service.get(USER, this::ofOne, json);
    }

    private Map<String, Object> find(Request request, Response response) {
        return json(read(query(request), request));
    }

    private static AuditQuery query(Request request) {
        AuditQuery query = AuditQuery.ALL;
        query = with(request, "user", query, (found, name) -> found.account(name.toLowerCase(Locale.US)));
        query = with(request, "messageId", query, AuditQuery::messageId);
        query = with(request, "sha256", query, (found, sha256) -> found.digest(digest(sha256)));
        query = with(request, "session", query, AuditQuery::session);
        query = with(request, "from", query, (found, time) -> found.from(moment(time)));
        query = with(request, "before", query, (found, time) -> found.before(moment(time)));
        return with(request, "next", query, AuditSearchRoutes::next);
    }

    private static AuditQuery with(
            Request request, String parameter, AuditQuery query, BiFunction<AuditQuery, String, AuditQuery> condition) {
        return Optional.ofNullable(request.queryParams(parameter))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> condition.apply(query, value))
                .orElse(query);
    }

    private static AuditQuery next(AuditQuery query, String place) {
        try {
            return query.next(place);
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest("The query next must be what the answer before has given");
        }
    }

    private static String digest(String value) {
        String digest = value.toLowerCase(Locale.ROOT);
        if (!digest.matches(DIGEST)) {
            throw Refusals.badRequest("The query sha256 must be 64 hexadecimal digits");
        }
        return digest;
    }

    private static Instant moment(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            throw Refusals.badRequest("A time in the query must be one in ISO 8601 and UTC, as 2026-11-24T12:34:56Z");
        }
    }

    /** Also for a user that James no longer has: the trail outlives it. */
    private Map<String, Object> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return ImmutableMap.<String, Object>builder()
                .put("user", user.asString())
                .putAll(json(read(AuditQuery.ALL.account(user.asString()), request)))
                .build();
    }

    private FoundRecords read(AuditQuery query, Request request) {
        int limit = PageSize.of(request, USUALLY_SHOWN, AuditReader.MOST_RECORDS);
        if (!reader.isPossible()) {
            throw Refusals.wrongState(
                    "The audit trail is in no file that could be read (audit/destination in pop3server.xml)");
        }
        try {
            return reader.read(query, limit);
        } catch (IOException e) {
            LOGGER.error("The audit trail cannot be read", e);
            throw Refusals.failed("The audit trail cannot be read; the log says more");
        }
    }

    private static Map<String, Object> json(FoundRecords found) {
        return ImmutableMap.of(
                "lookedBackTo", found.lookedBackTo(),
                "complete", found.isComplete(),
                "next", found.next(),
                "records", found.records());
    }
}
