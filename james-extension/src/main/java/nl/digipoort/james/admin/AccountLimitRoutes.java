// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.limits.AccountLimit;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.retention.Retention;
import nl.digipoort.james.retention.RetentionResult;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/** The limits of accounts; described in docs/reference/limits.md. Thread-safe. */
final class AccountLimitRoutes implements RoutePart {
    static final String BASE = DigipoortRoutes.BASE + "/limits";

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountLimitRoutes.class);

    private static final String EXPIRE = "expire";
    private static final String USER = BASE + "/" + UserInPath.PARAMETER;

    private final AccountLimits limits;
    private final QuotaLimits quotas;
    private final Retention retention;
    private final UsersRepository users;
    private final AdministrationAudit audit;
    private final JsonTransformer json;
    private final AccountLimitBody body = new AccountLimitBody();

    @Inject
    AccountLimitRoutes(
            AccountLimits limits,
            QuotaLimits quotas,
            Retention retention,
            UsersRepository users,
            AdministrationAudit audit,
            JsonTransformer json) {
        this.limits = limits;
        this.quotas = quotas;
        this.retention = retention;
        this.users = users;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::forAll, json);
        service.put(BASE, this::setForAll);
        service.delete(BASE, this::removeForAll);
        service.get(USER, this::ofOne, json);
        service.put(USER, this::setOfOne);
        service.delete(USER, this::removeOfOne);
        service.post(USER, this::expire, json);
    }

    private Map<String, Object> forAll(Request request, Response response) {
        return reaching(() -> ImmutableMap.of(
                "limits", AccountLimitJson.of(limits.forAll().over(quotas.forAll())),
                "set", AccountLimitJson.of(limits.setForAll().over(quotas.setForAll())),
                "exceptions", exceptions()));
    }

    private Map<String, Object> exceptions() {
        Map<String, Object> byName = new TreeMap<>();
        limits.exceptions().forEach((user, values) -> byName.put(user.asString(), AccountLimitJson.of(values)));
        return byName;
    }

    private String setForAll(Request request, Response response) {
        AccountLimitValues values = body.read(request);
        return setForAll(audit.action(AdminAction.SET_LIMITS, request), values, response);
    }

    private String removeForAll(Request request, Response response) {
        return setForAll(audit.action(AdminAction.REMOVE_LIMITS, request), AccountLimitValues.EMPTY, response);
    }

    private String setForAll(AuditRecord act, AccountLimitValues values, Response response) {
        return reaching(() -> {
            audit.recorded(withLimits(act, values), () -> {
                limits.setForAll(values.ours());
                quotas.setForAll(values);
            });
            return Responses.returnNoContent(response);
        });
    }

    private static AuditRecord withLimits(AuditRecord act, AccountLimitValues values) {
        return values.isEmpty() ? act : act.with(AuditField.LIMITS, values.toString());
    }

    private Map<String, Object> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return reaching(() -> {
            UserInPath.requireExisting(user, users);
            return ImmutableMap.of(
                    "user", user.asString(),
                    "limits", AccountLimitJson.of(limits.of(user).over(quotas.of(user))),
                    "exceptions", AccountLimitJson.of(limits.exceptionsOf(user).over(quotas.exceptionsOf(user))));
        });
    }

    private String setOfOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        AccountLimitValues values = body.read(request);
        return reaching(() -> {
            UserInPath.requireExisting(user, users);
            return set(audit.action(AdminAction.SET_LIMITS, request, user), user, values, response);
        });
    }

    /** Also for a user that James does not have: its exceptions may be left over. */
    private String removeOfOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return reaching(() ->
                set(audit.action(AdminAction.REMOVE_LIMITS, request, user), user, AccountLimitValues.EMPTY, response));
    }

    private String set(AuditRecord act, Username user, AccountLimitValues values, Response response) {
        audit.recorded(withLimits(act, values), () -> {
            limits.setExceptions(user, values.ours());
            quotas.setExceptions(user, values);
        });
        return Responses.returnNoContent(response);
    }

    /** Removes messages older than the retention now, not at the next sweep. */
    private Map<String, Long> expire(Request request, Response response) {
        Username user = UserInPath.of(request);
        if (!EXPIRE.equals(request.queryParams("action"))) {
            throw Refusals.badRequest("The query must be action=" + EXPIRE);
        }
        return reaching(() -> {
            UserInPath.requireExisting(user, users);
            if (limits.of(user, AccountLimit.RETENTION) == AccountLimit.NONE) {
                throw Refusals.wrongState("Messages of " + user.asString() + " are kept for ever");
            }
            AtomicLong deleted = new AtomicLong();
            audit.recorded(audit.action(AdminAction.EXPIRE, request, user), () -> deleted.set(expire(user)));
            return Map.of("deleted", deleted.get());
        });
    }

    private long expire(Username user) {
        RetentionResult result;
        try {
            result = retention.expire(user);
        } catch (MaildropException e) {
            LOGGER.error("A request of WebAdmin failed", e);
            throw notExpired(user, 0);
        } catch (NotRecordedException e) {
            throw Refusals.notRecorded();
        }
        switch (result.ending()) {
            case COMPLETE:
                return result.deleted();
            case POSTPONED:
                throw Refusals.wrongState("The maildrop of " + user.asString() + " is in use; messages removed before: "
                        + result.deleted());
            default:
                throw notExpired(user, result.deleted());
        }
    }

    private static HaltException notExpired(Username user, long deleted) {
        return Refusals.failed("Not all old messages of " + user.asString() + " are removed, but " + deleted
                + "; the log says why, and it is tried again");
    }

    private static <T> T reaching(Supplier<T> work) {
        return Refusals.reaching("James's users", "The limits", work);
    }
}
