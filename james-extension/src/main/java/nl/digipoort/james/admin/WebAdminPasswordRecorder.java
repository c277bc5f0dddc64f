// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.net.HttpURLConnection;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.credential.JamesUsers;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonExtractException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Makes credential records from passwords that James's WebAdmin sets, and deletes the record and all other data of removed users. If that
 * fails, James's change stands, and an error that says what is done and what is not replaces its answer. Thread-safe.
 */
final class WebAdminPasswordRecorder implements RoutePart {
    private static final Logger LOGGER = LoggerFactory.getLogger(WebAdminPasswordRecorder.class);

    private static final String USER = "/users/" + UserInPath.PARAMETER;
    private static final String SET_AGAIN = "; hand the password in with PUT " + CredentialRoutes.BASE + "/";
    private static final String NEW = "digipoort.newUser";
    private static final String DELETE_AGAIN = "; delete it with DELETE " + CredentialRoutes.BASE + "/";

    private final CredentialRecords credentials;
    private final UsersRepository users;
    private final AdministrationAudit audit;
    private final UserChanges changes;
    private final PasswordBody body = new PasswordBody();

    @Inject
    WebAdminPasswordRecorder(
            CredentialRecords credentials, UsersRepository users, AdministrationAudit audit, UserChanges changes) {
        this.credentials = credentials;
        this.users = users;
        this.audit = audit;
        this.changes = changes;
    }

    /** James's route ends in a halt, which skips all filters except those that run after all others. */
    @Override
    public void define(Service service) {
        service.before(USER, this::noteWhetherNew);
        service.afterAfter(USER, this::follow);
    }

    private void noteWhetherNew(Request request, Response response) {
        if (request.requestMethod().equals("PUT")) {
            UserInPath.find(request).ifPresent(user -> request.attribute(NEW, isNew(user)));
        }
    }

    private boolean isNew(Username user) {
        try {
            return !JamesUsers.exists(users, user);
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.debug("Whether {} is new cannot be found out; James will not make it either", user.asString(), e);
            return false;
        }
    }

    private void follow(Request request, Response response) throws JsonExtractException {
        Optional<Username> user = UserInPath.find(request);
        if (response.status() / 100 != 2 || user.isEmpty()) {
            return;
        }
        switch (request.requestMethod()) {
            case "PUT":
                change(user.get(), request, response);
                remember(user.get(), body.asJamesReadsIt(request), request, response);
                break;
            case "DELETE":
                forget(user.get(), request, response);
                break;
            default:
                break;
        }
    }

    private void remember(Username user, String password, Request request, Response response) {
        try {
            audit.followed(
                    audit.action(AdminAction.MAKE_CREDENTIALS, request, user),
                    () -> credentials.remember(user, password));
        } catch (CredentialStoreUnavailableException e) {
            tell(
                    response,
                    "The password of " + user.asString() + " is set, but its credential record is not made" + SET_AGAIN
                            + user.asString(),
                    e);
        }
    }

    private void change(Username user, Request request, Response response) {
        if (!Boolean.TRUE.equals(request.attribute(NEW))) {
            changes.passwordSet(user);
            return;
        }
        try {
            changes.clear(user);
        } catch (NotClearedException e) {
            tell(
                    response,
                    "The user " + user.asString() + " is made, but has mail or limits of a removed one of that name;"
                            + " remove it and make it again in a minute",
                    e);
        }
    }

    /** James gives the same answer if it could not remove the user; then the record stays, too. */
    private void forget(Username user, Request request, Response response) {
        try {
            if (!JamesUsers.exists(users, user)) {
                audit.followed(audit.action(AdminAction.DELETE_CREDENTIALS, request, user), () -> forgotten(user));
                changes.clear(user);
            }
        } catch (NotClearedException e) {
            tell(
                    response,
                    "The user " + user.asString() + " is removed, but its mail or its limits are left;"
                            + " they are cleared away when a user of that name is made",
                    e);
        } catch (CredentialStoreUnavailableException e) {
            tell(
                    response,
                    "The credential record of " + user.asString() + " is not deleted; without its user it is void"
                            + DELETE_AGAIN + user.asString(),
                    e);
        }
    }

    private boolean forgotten(Username user) {
        credentials.forget(user);
        return true;
    }

    private static void tell(Response response, String message, Exception cause) {
        LOGGER.error("{}", message, cause);
        response.status(HttpURLConnection.HTTP_INTERNAL_ERROR);
        response.body(Refusals.serverError(message).asString());
    }
}
