// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.lock.Leases;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.MaildropLocks;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/** The locks on maildrops: list them, and break one; described in docs/reference/operations.md. Thread-safe. */
final class LockRoutes implements RoutePart {
    static final String BASE = DigipoortRoutes.BASE + "/locks";

    private static final Logger LOGGER = LoggerFactory.getLogger(LockRoutes.class);

    private static final String USER = BASE + "/" + UserInPath.PARAMETER;
    private static final String FENCE = "fence";

    private final MaildropLocks locks;
    private final Leases leases;
    private final AdministrationAudit audit;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    LockRoutes(MaildropLocks locks, Leases leases, AdministrationAudit audit, Clock clock, JsonTransformer json) {
        this.locks = locks;
        this.leases = leases;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::all, json);
        service.get(USER, this::one, json);
        service.delete(USER, this::breakLock);
    }

    /** The oldest first. */
    private List<Map<String, Object>> all(Request request, Response response) {
        Instant now = clock.instant();
        return Refusals.reaching(() -> locks.lookAll().stream()
                .sorted(Comparator.comparing(LockInfo::since))
                .map(lock -> LockJson.of(lock, now))
                .collect(Collectors.toUnmodifiableList()));
    }

    private Map<String, Object> one(Request request, Response response) {
        Username user = UserInPath.of(request);
        return Refusals.reaching(() -> LockJson.of(inForce(user), clock.instant()));
    }

    /** Breaks only the lock that the operator has seen, by its fence: the maildrop may have a later one now. */
    private String breakLock(Request request, Response response) {
        Username user = UserInPath.of(request);
        long fence = fence(request);
        return Refusals.reaching(() -> {
            LockInfo lock = inForce(user);
            if (lock.fence() != fence) {
                throw Refusals.wrongState("The lock on the maildrop of "
                        + lock.maildrop().asString() + " has the fence " + lock.fence() + " now");
            }
            AuditRecord action =
                    audit.action(AdminAction.BREAK_LOCK, request, user).with(AuditField.FENCE, fence);
            audit.recorded(action.with(AuditField.HOLDER, lock.holder().toString()), () -> breakLock(user, fence));
            LOGGER.warn("WebAdmin, asked from {}, has broken the lock on {}", request.ip(), lock);
            return Responses.returnNoContent(response);
        });
    }

    private void breakLock(Username user, long fence) {
        if (!leases.breakLock(user, fence)) {
            throw notLocked(user);
        }
    }

    private LockInfo inForce(Username user) {
        return locks.look(user).orElseThrow(() -> notLocked(user));
    }

    private static long fence(Request request) {
        try {
            return Long.parseLong(request.queryParamOrDefault(FENCE, ""));
        } catch (NumberFormatException e) {
            throw Refusals.badRequest(
                    "The query must be " + FENCE + "=N, with the " + FENCE + " of the lock that is meant");
        }
    }

    private static HaltException notLocked(Username user) {
        return Refusals.notFound("There is no lock on the maildrop of " + user.asString());
    }
}
