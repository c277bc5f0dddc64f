// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Set;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import org.apache.james.core.Username;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Records changes through routes that are not ours: the method and the path, which contains no secret in James's routes, and never the
 * query or the body. A change that cannot be recorded is refused. Thread-safe.
 */
final class WebAdminAudit implements RoutePart {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String USER = "/users/" + UserInPath.PARAMETER;
    private static final String NAMED_USER = "digipoort.namedUser";
    private static final String BEGUN = "digipoort.begunAction";

    private final AdministrationAudit audit;

    @Inject
    WebAdminAudit(AdministrationAudit audit) {
        this.audit = audit;
    }

    /** Records the end before the answer is sent, with the status of James's own answer, before others replace it. */
    @Override
    public void define(Service service) {
        service.before(USER, WebAdminAudit::noteUser);
        service.before(USER + "/*", WebAdminAudit::noteUser);
        service.before(this::begin);
        service.afterAfter(this::end);
    }

    private static void noteUser(Request request, Response response) {
        UserInPath.find(request).ifPresent(user -> request.attribute(NAMED_USER, user));
    }

    private void begin(Request request, Response response) {
        if (READING.contains(request.requestMethod()) || isOurs(request.uri())) {
            return;
        }
        AuditRecord action =
                action(request).with(AuditField.METHOD, request.requestMethod()).with(AuditField.PATH, request.uri());
        audit.begin(action);
        request.attribute(BEGUN, action);
    }

    private AuditRecord action(Request request) {
        Username user = request.attribute(NAMED_USER);
        return user == null
                ? audit.action(AdminAction.WEBADMIN, request)
                : audit.action(AdminAction.WEBADMIN, request, user);
    }

    private static boolean isOurs(String path) {
        return path.startsWith(DigipoortRoutes.BASE + "/");
    }

    private void end(Request request, Response response) {
        AuditRecord action = request.attribute(BEGUN);
        if (action != null) {
            audit.end(action, response.status() < 400);
        }
    }
}
