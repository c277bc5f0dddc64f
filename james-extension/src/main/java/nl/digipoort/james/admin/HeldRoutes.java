// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.mail.HeldDeliveries;
import nl.digipoort.james.mail.HeldMail;
import nl.digipoort.james.mail.MailContent;
import nl.digipoort.james.mail.WaitingMaildrop;
import nl.digipoort.james.mail.WireDigest;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/** Held mail: list the maildrops, list the mail of one, release it now, and read or remove one mail. Thread-safe. */
final class HeldRoutes implements RoutePart {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeldRoutes.class);

    private static final String SEQUENCE = ":sequence";
    private static final String BASE = DigipoortRoutes.BASE + "/held";
    private static final String USER = BASE + "/" + UserInPath.PARAMETER;
    private static final String MAIL = USER + "/" + SEQUENCE;
    private static final String RELEASE = "release";
    private static final int SHOWN = 100;
    private static final int MOST_SHOWN = 1000;

    private final HeldDeliveries deliveries;
    private final AdministrationAudit audit;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    HeldRoutes(HeldDeliveries deliveries, AdministrationAudit audit, Clock clock, JsonTransformer json) {
        this.deliveries = deliveries;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::all, json);
        service.get(USER, this::ofOne, json);
        service.post(USER, this::act);
        service.get(MAIL, this::read);
        service.delete(MAIL, this::remove);
    }

    private List<Map<String, Object>> all(Request request, Response response) {
        Instant now = clock.instant();
        return Refusals.reaching(() -> deliveries.waiting().stream()
                .map(waiting -> json(waiting, now))
                .collect(Collectors.toUnmodifiableList()));
    }

    private List<Map<String, Object>> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        int most = PageSize.of(request, SHOWN, MOST_SHOWN);
        Instant now = clock.instant();
        return Refusals.reaching(() -> deliveries.next(user, most).stream()
                .map(mail -> json(mail, now))
                .collect(Collectors.toUnmodifiableList()));
    }

    private static Map<String, Object> json(WaitingMaildrop waiting, Instant now) {
        Instant oldest = waiting.oldestHeldAt().orElse(now);
        return ImmutableMap.of(
                "user", waiting.maildrop().asString(),
                "count", waiting.count(),
                "oldestHeldAt", oldest.toString(),
                "heldSeconds", seconds(oldest, now));
    }

    private static Map<String, Object> json(HeldMail mail, Instant now) {
        return ImmutableMap.of(
                "user", mail.maildrop().asString(),
                "sequence", mail.sequence(),
                "mail", mail.name(),
                "octets", mail.trace().length + mail.octets(),
                "arrivedAt", mail.heldAt().toString(),
                "heldSeconds", seconds(mail.heldAt(), now));
    }

    /** At least 0: the clock of the node that accepted the mail may be a little ahead of ours. */
    private static long seconds(Instant heldAt, Instant now) {
        return Math.max(0, Duration.between(heldAt, now).toSeconds());
    }

    private String act(Request request, Response response) {
        Username user = UserInPath.of(request);
        if (!RELEASE.equals(request.queryParams("action"))) {
            throw Refusals.badRequest("The query must be action=" + RELEASE);
        }
        return Refusals.reaching(() -> {
            release(user, request);
            return Responses.returnNoContent(response);
        });
    }

    private void release(Username user, Request request) {
        if (count(user) == 0) {
            throw Refusals.notFound("No delivery is held for " + user.asString());
        }
        audit.recorded(audit.action(AdminAction.RELEASE_HELD, request, user), () -> bringIn(user, request));
    }

    private void bringIn(Username user, Request request) {
        LOGGER.info("WebAdmin, asked from {}, brings held mail in for {}", request.ip(), user.asString());
        switch (deliveries.release(user)) {
            case DONE:
                return;
            case IN_USE:
                throw inUse(user);
            default:
                throw Refusals.failed("Deliveries still held for " + user.asString() + ": " + count(user)
                        + "; the log says why, and it is tried again");
        }
    }

    /** The mail itself, for an operator who must find out why it cannot be delivered; WebAdmin's server closes the stream. */
    private InputStream read(Request request, Response response) {
        Username user = UserInPath.of(request);
        long sequence = sequence(request);
        return Refusals.reaching(() -> {
            MailContent content = deliveries.content(user, sequence).orElseThrow(() -> notHeld(user, sequence));
            AtomicReference<InputStream> octets = new AtomicReference<>();
            audit.recorded(audit.action(AdminAction.READ_HELD, request, user), () -> octets.set(open(content)));
            response.type("message/rfc822");
            return octets.get();
        });
    }

    private static InputStream open(MailContent content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new StoreUnavailableException("a held mail cannot be read", e);
        }
    }

    private String remove(Request request, Response response) {
        Username user = UserInPath.of(request);
        long sequence = sequence(request);
        return Refusals.reaching(() -> {
            MailContent content = deliveries.content(user, sequence).orElseThrow(() -> notHeld(user, sequence));
            AuditRecord removal = audit.action(AdminAction.REMOVE_HELD, request, user)
                    .with(AuditField.HELD, sequence)
                    .with(AuditField.SHA256, sha256(content));
            audit.recorded(removal, () -> remove(user, sequence));
            LOGGER.warn(
                    "WebAdmin, asked from {}, has removed the held mail {} of {}",
                    request.ip(),
                    sequence,
                    user.asString());
            return Responses.returnNoContent(response);
        });
    }

    /** Empty if the content is damaged, which is a reason to remove the mail. */
    private static Optional<String> sha256(MailContent content) {
        try {
            return Optional.of(WireDigest.of(content));
        } catch (IOException e) {
            LOGGER.warn("A held mail that is removed cannot be read", e);
            return Optional.empty();
        }
    }

    private void remove(Username user, long sequence) {
        switch (deliveries.remove(user, sequence)) {
            case REMOVED:
                return;
            case IN_USE:
                throw inUse(user);
            default:
                throw notHeld(user, sequence);
        }
    }

    private static long sequence(Request request) {
        String sequence = request.params(SEQUENCE);
        if (!sequence.matches("[1-9][0-9]{0,17}")) {
            throw Refusals.badRequest("The sequence in the path must be a whole number from 1");
        }
        return Long.parseLong(sequence);
    }

    private long count(Username user) {
        return deliveries.waiting(user).count();
    }

    private HaltException inUse(Username user) {
        return Refusals.wrongState(
                "The maildrop of " + user.asString() + " is in use; deliveries held until it is free: " + count(user));
    }

    private static HaltException notHeld(Username user, long sequence) {
        return Refusals.notFound("No mail with the sequence " + sequence + " is held for " + user.asString());
    }
}
