// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialState;
import nl.digipoort.james.credential.CredentialState.Kind;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.mdc.LoggingRequestFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** The credential records: show their state, make one, delete one; described in docs/reference/webadmin.md. Thread-safe. */
final class CredentialRoutes implements RoutePart {
    static final String BASE = DigipoortRoutes.BASE + "/credentials";

    private static final Logger LOGGER = LoggerFactory.getLogger(CredentialRoutes.class);

    private static final String USER = BASE + "/" + UserInPath.PARAMETER;

    /** Whether DIGEST-MD5 can verify against a record, or why it cannot. */
    private static final Map<Kind, String> WORDS = Map.of(
            Kind.USABLE, "usable",
            Kind.NONE, "none",
            Kind.PASSWORD_CHANGED, "void-password-changed",
            Kind.OTHER_REALM, "void-realm-changed",
            Kind.UNKNOWN_KEY, "unknown-key",
            Kind.BROKEN, "broken");

    private final CredentialRecords credentials;
    private final UsersRepository users;
    private final JsonTransformer json;
    private final AdministrationAudit audit;
    private final PasswordBody body = new PasswordBody();

    @Inject
    CredentialRoutes(
            CredentialRecords credentials, UsersRepository users, AdministrationAudit audit, JsonTransformer json) {
        this.credentials = credentials;
        this.users = users;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        warnOfLoggedBodies();
        service.get(USER, this::state, json);
        service.put(USER, this::make);
        service.delete(USER, this::forget);
    }

    private static void warnOfLoggedBodies() {
        if (LoggerFactory.getLogger(LoggingRequestFilter.class).isInfoEnabled()) {
            LOGGER.warn(
                    "James puts the bodies of requests, passwords for {} too, into the MDC of its logger {}: give it level WARN"
                            + " unless no log shows the MDC",
                    BASE,
                    LoggingRequestFilter.class.getName());
        }
    }

    private Map<String, Object> state(Request request, Response response) {
        Username user = UserInPath.of(request);
        return Refusals.reaching(() -> {
            UserInPath.requireExisting(user, users);
            return json(user, credentials.state(user));
        });
    }

    /** What an operator may know of a record, never the record itself. */
    private static Map<String, Object> json(Username user, CredentialState state) {
        return ImmutableMap.<String, Object>builder()
                .put("user", user.asString())
                .put("usable", state.kind() == Kind.USABLE)
                .put("scram", state.hasScram())
                .put("state", WORDS.get(state.kind()))
                .put("realm", state.realm())
                .put("createdAt", state.createdAt().map(Instant::toString))
                .put("keyId", state.keyId())
                .build();
    }

    private String make(Request request, Response response) {
        Username user = UserInPath.of(request);
        String password = body.strictly(request);
        return Refusals.reaching(() -> {
            UserInPath.requireExisting(user, users);
            credentials.obstacle().ifPresent(why -> {
                throw Refusals.wrongState("This server can keep no credential records: " + why);
            });
            if (!credentials.mayHaveRecord(user)) {
                throw Refusals.wrongState("The policy of " + user.asString() + " allows no mechanism with a record");
            }
            audit.recorded(audit.action(AdminAction.MAKE_CREDENTIALS, request, user), () -> make(user, password));
            return Responses.returnNoContent(response);
        });
    }

    /** Also for a user that James does not have: its record may be left over. */
    private String forget(Request request, Response response) {
        Username user = UserInPath.of(request);
        return Refusals.reaching(() -> {
            audit.recorded(audit.action(AdminAction.DELETE_CREDENTIALS, request, user), () -> credentials.forget(user));
            return Responses.returnNoContent(response);
        });
    }

    private void make(Username user, String password) {
        if (!credentials.remember(user, password)) {
            throw Refusals.wrongState(
                    "This is not the password that James holds for " + user.asString() + "; no record is made");
        }
    }
}
