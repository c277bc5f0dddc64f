// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.UseLog;
import nl.digipoort.james.activity.UseStore;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Which account logs in how, and what it still needs, a page at a time; described in docs/operate/way-out.md. A request looks at so many
 * accounts at most, so a page may have few or none and yet not be the last one. Thread-safe.
 */
final class UseRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/uses";
    static final int MOST_LOOKED_AT = 10_000;

    private static final int USUALLY_SHOWN = 100;
    private static final int MOST_SHOWN = 1000;
    /** Accounts that are read at once. */
    private static final int READ = 1000;

    private static final String USERS = "James's users";
    private static final String STORE = "What is known of how accounts log in";

    private final UseStore store;
    private final UseLog log;
    private final UsersRepository users;
    private final ClockWatch clock;
    private final JsonTransformer json;

    @Inject
    UseRoutes(UseStore store, UseLog log, UsersRepository users, ClockWatch clock, JsonTransformer json) {
        this.store = store;
        this.log = log;
        this.users = users;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::page, json);
        service.get(PATH + "/" + UserInPath.PARAMETER, this::ofOne, json);
    }

    private Map<String, Object> page(Request request, Response response) {
        int limit = PageSize.of(request, USUALLY_SHOWN, MOST_SHOWN);
        Instant now = now();
        UseQuery query = UseQuery.of(request, now);
        Optional<Username> after = next(request);
        return Refusals.reaching(USERS, STORE, () -> page(query, after, limit, now));
    }

    private Map<String, Object> page(UseQuery query, Optional<Username> after, int limit, Instant now) {
        List<Map<String, Object>> found = new ArrayList<>();
        Optional<Username> last = after;
        int lookedAt = 0;
        while (found.size() < limit && lookedAt < MOST_LOOKED_AT) {
            List<AccountUses> read = store.page(last, READ);
            if (read.isEmpty()) {
                last = Optional.empty();
                break;
            }
            for (AccountUses account : read) {
                last = Optional.of(account.user());
                lookedAt++;
                if (query.fits(account)) {
                    found.add(UseJson.of(account, query.from()));
                }
                if (found.size() == limit) {
                    break;
                }
            }
        }
        return ImmutableMap.of(
                "from", query.from().toString(),
                "now", now.toString(),
                "lookedAt", lookedAt,
                // where to go on; none where every account has been looked at
                "next", last.map(Username::asString),
                "accounts", found);
    }

    /** Any name does: the page begins after it. */
    private static Optional<Username> next(Request request) {
        String next = request.queryParamOrDefault("next", "");
        try {
            return next.isEmpty() ? Optional.empty() : Optional.of(Username.of(next));
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest("The query next must be what the answer before has given");
        }
    }

    /** Also what this node has not stored yet. */
    private Map<String, Object> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        UseQuery query = UseQuery.of(request, now());
        return Refusals.reaching(USERS, STORE, () -> {
            UserInPath.requireExisting(user, users);
            return ImmutableMap.<String, Object>builder()
                    .put("from", query.from().toString())
                    .putAll(UseJson.of(AccountUses.of(user, log.of(user)), query.from()))
                    .build();
        });
    }

    private Instant now() {
        return clock.expected().truncatedTo(ChronoUnit.MILLIS);
    }
}
