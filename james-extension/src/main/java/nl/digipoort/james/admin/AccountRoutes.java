// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The accounts by the beginning of their names, a page at a time: James's own route answers with all of them. One search at a time, because
 * James lists its users in no other way; others wait for a moment only, because each waits in a thread of WebAdmin. Thread-safe.
 */
final class AccountRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/accounts";
    private static final int USUALLY_SHOWN = 100;
    private static final int MOST_SHOWN = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final UsersRepository users;
    private final JsonTransformer json;
    private final Duration patience;
    private final Lock searching = new ReentrantLock();

    @Inject
    AccountRoutes(UsersRepository users, JsonTransformer json) {
        this(users, json, PATIENCE);
    }

    AccountRoutes(UsersRepository users, JsonTransformer json, Duration patience) {
        this.users = users;
        this.json = json;
        this.patience = patience;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::page, json);
    }

    private Map<String, Object> page(Request request, Response response) {
        int limit = PageSize.of(request, USUALLY_SHOWN, MOST_SHOWN);
        String prefix = name(request, "prefix");
        String after = name(request, "after");
        if (!Uninterruptibles.tryLockUninterruptibly(searching, patience)) {
            throw Refusals.of(
                    HTTP_UNAVAILABLE,
                    ErrorType.SERVER_ERROR,
                    "Others are searching the accounts; try again in a moment");
        }
        try {
            return page(prefix, after, limit);
        } catch (UsersRepositoryException | RuntimeException e) {
            throw Refusals.unavailable("James's users", e);
        } finally {
            searching.unlock();
        }
    }

    private Map<String, Object> page(String prefix, String after, int limit) throws UsersRepositoryException {
        AtomicLong accounts = new AtomicLong();
        AtomicLong found = new AtomicLong();
        List<String> page = Streams.stream(users.list())
                .map(Username::asString)
                .peek(any -> accounts.incrementAndGet())
                .filter(name -> name.startsWith(prefix))
                .peek(any -> found.incrementAndGet())
                .filter(name -> name.compareTo(after) > 0)
                .collect(Comparators.least(limit, Comparator.<String>naturalOrder()));
        return ImmutableMap.of("prefix", prefix, "count", accounts.get(), "found", found.get(), "accounts", page);
    }

    /** James writes the names of its users in lower case. */
    private static String name(Request request, String parameter) {
        return request.queryParamOrDefault(parameter, "").toLowerCase(Locale.US);
    }
}
