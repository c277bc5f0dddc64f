// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.maildrop.KeptUniqueIds;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.MaildropMessages;
import nl.digipoort.james.maildrop.MessageInfo;
import nl.digipoort.james.maildrop.MessagePage;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** The messages of a maildrop, without their content, and the subject of one, which is recorded. Thread-safe. */
final class MessageRoutes implements RoutePart {
    private static final String USER = DigipoortRoutes.BASE + "/maildrops/" + UserInPath.PARAMETER;
    private static final String MESSAGES = USER + "/messages";
    private static final String SUBJECT = USER + "/subject";
    private static final String UNIQUE_ID = "uniqueId";
    private static final String WHAT = "The messages of the maildrop";
    private static final int USUALLY_SHOWN = 100;
    private static final int MOST_SHOWN = 500;

    private final UsersRepository users;
    private final MaildropMessages messages;
    private final AdministrationAudit audit;
    private final JsonTransformer json;

    @Inject
    MessageRoutes(UsersRepository users, MaildropMessages messages, AdministrationAudit audit, JsonTransformer json) {
        this.users = users;
        this.messages = messages;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(MESSAGES, this::page, json);
        service.get(SUBJECT, this::subject, json);
    }

    private Map<String, Object> page(Request request, Response response) {
        Username user = UserInPath.of(request);
        int most = PageSize.of(request, USUALLY_SHOWN, MOST_SHOWN);
        int after = after(request);
        try {
            UserInPath.requireExisting(user, users);
            MessagePage page = messages.page(user, after, most);
            return ImmutableMap.of(
                    "user", user.asString(),
                    "count", page.count(),
                    "messages", Lists.transform(page.messages(), MessageRoutes::json));
        } catch (MaildropException | StoreUnavailableException e) {
            throw Refusals.unavailable(WHAT, e);
        }
    }

    private static int after(Request request) {
        String after = request.queryParamOrDefault("after", "0");
        if (!after.matches("[0-9]{1,9}")) {
            throw Refusals.badRequest("The query after must be a whole number from 0");
        }
        return Integer.parseInt(after);
    }

    private static Map<String, Object> json(MessageInfo message) {
        return ImmutableMap.of(
                "number",
                message.number(),
                UNIQUE_ID,
                message.uniqueId(),
                "octets",
                message.octets(),
                "arrivedAt",
                message.arrivedAt().map(Instant::toString));
    }

    private Map<String, Object> subject(Request request, Response response) {
        Username user = UserInPath.of(request);
        String uniqueId = request.queryParamOrDefault(UNIQUE_ID, "");
        if (!KeptUniqueIds.isAllowed(uniqueId)) {
            throw Refusals.badRequest("The query must be " + UNIQUE_ID + "=ID, with the unique-id of the message");
        }
        return Refusals.reaching(WHAT, WHAT, () -> {
            UserInPath.requireExisting(user, users);
            AtomicReference<String> subject = new AtomicReference<>();
            AuditRecord reading =
                    audit.action(AdminAction.READ_SUBJECT, request, user).with(AuditField.UNIQUE_ID, uniqueId);
            audit.recorded(reading, () -> subject.set(subject(user, uniqueId)));
            return ImmutableMap.of("user", user.asString(), UNIQUE_ID, uniqueId, "subject", subject.get());
        });
    }

    private String subject(Username user, String uniqueId) {
        try {
            return messages.subject(user, uniqueId)
                    .orElseThrow(() -> Refusals.notFound("There is no message with this unique-id in the maildrop of "
                            + user.asString() + ", or its header cannot be read by itself"));
        } catch (MaildropException e) {
            throw Refusals.unavailable(WHAT, e);
        }
    }
}
