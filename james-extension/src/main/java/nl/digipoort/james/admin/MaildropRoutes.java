// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.activity.Activity;
import nl.digipoort.james.activity.ActivityLog;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.limits.AccountLimits;
import nl.digipoort.james.limits.QuotaLimits;
import nl.digipoort.james.lock.LockInfo;
import nl.digipoort.james.lock.MaildropLocks;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.maildrop.MaildropCensus;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MaildropTotals;
import nl.digipoort.james.retention.SetAsideMail;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** A maildrop and everything known of it; described in docs/reference/operations.md. Thread-safe. */
final class MaildropRoutes implements RoutePart {
    private static final String USER = DigipoortRoutes.BASE + "/maildrops/" + UserInPath.PARAMETER;

    private static final String RESTORE = "restore";
    private static final String WHAT = "The maildrop, or what is known of it,";

    private final UsersRepository users;
    private final MaildropCensus census;
    private final MaildropLocks locks;
    private final ActivityLog activity;
    private final HeldDeliveries held;
    private final AccountLimits limits;
    private final QuotaLimits quotas;
    private final SetAsideMail setAside;
    private final AdministrationAudit audit;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    MaildropRoutes(
            UsersRepository users,
            MaildropCensus census,
            MaildropLocks locks,
            ActivityLog activity,
            HeldDeliveries held,
            AccountLimits limits,
            QuotaLimits quotas,
            SetAsideMail setAside,
            AdministrationAudit audit,
            Clock clock,
            JsonTransformer json) {
        this.users = users;
        this.census = census;
        this.locks = locks;
        this.activity = activity;
        this.held = held;
        this.limits = limits;
        this.quotas = quotas;
        this.setAside = setAside;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(USER, this::one, json);
        service.post(USER, this::restore);
    }

    private Map<String, Object> one(Request request, Response response) {
        Username user = UserInPath.of(request);
        try {
            UserInPath.requireExisting(user, users);
            return json(user);
        } catch (MaildropException | StoreUnavailableException e) {
            throw Refusals.unavailable(WHAT, e);
        }
    }

    private String restore(Request request, Response response) {
        Username user = UserInPath.of(request);
        String mailbox = request.queryParamOrDefault("mailbox", "");
        if (!RESTORE.equals(request.queryParams("action")) || mailbox.isEmpty()) {
            throw Refusals.badRequest("The query must be action=" + RESTORE + "&mailbox=NAME");
        }
        return Refusals.reaching(WHAT, WHAT, () -> {
            UserInPath.requireExisting(user, users);
            audit.recorded(audit.action(AdminAction.RESTORE_MAIL, request, user), () -> restore(user, mailbox));
            return Responses.returnNoContent(response);
        });
    }

    private void restore(Username user, String mailbox) {
        try {
            switch (setAside.restore(user, mailbox)) {
                case DONE:
                    return;
                case NOT_EMPTY:
                    throw Refusals.wrongState("There are messages in the maildrop of " + user.asString());
                case IN_USE:
                    throw Refusals.wrongState("The maildrop of " + user.asString() + " is in use");
                default:
                    throw Refusals.notFound("No mail is set aside in a mailbox of that name of " + user.asString());
            }
        } catch (MaildropException e) {
            throw Refusals.unavailable(WHAT, e);
        }
    }

    private Map<String, Object> json(Username user) throws MaildropException {
        MaildropTotals totals = census.count(user);
        Optional<LockInfo> lock = locks.look(user);
        Activity last = activity.of(user);
        WaitingMaildrop waiting = held.waiting(user);
        return ImmutableMap.<String, Object>builder()
                .put("user", user.asString())
                .put("messages", totals.messages())
                .put("octets", totals.octets())
                .put("lock", lock.map(inForce -> LockJson.of(inForce, clock.instant())))
                .put("lastLogin", last.lastLogin().map(MaildropRoutes::json))
                .put("lastRetrieval", last.lastRetrieval().map(at -> Map.of("at", at.toString())))
                .put("heldDeliveries", waiting.count())
                .put("oldestHeldAt", waiting.oldestHeldAt().map(Instant::toString))
                .put("limits", AccountLimitJson.of(limits.of(user).over(quotas.of(user))))
                .build();
    }

    private static Map<String, Object> json(Activity.Login login) {
        return ImmutableMap.of("at", login.at().toString(), "client", login.client());
    }
}
