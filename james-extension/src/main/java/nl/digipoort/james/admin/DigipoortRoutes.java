// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.webadmin.PublicRoutes;
import spark.Service;

/**
 * All our routes, and the guard of all of WebAdmin: named as {@code extensions.routes} in {@code webadmin.properties}, and described in
 * docs/reference/webadmin.md. James treats the routes as public, because the guard asks for the token. Thread-safe.
 */
public final class DigipoortRoutes implements PublicRoutes {
    /** The base path of all our routes. */
    static final String BASE = "/digipoort";

    private final WebAdminGuard guard;
    private final List<RoutePart> parts;

    @Inject
    DigipoortRoutes(
            WebAdminGuard guard,
            WebAdminAudit changes,
            WebAdminPasswordRecorder passwords,
            CredentialRoutes credentials,
            CredentialKeyRoutes keys,
            LockRoutes locks,
            HeldRoutes held,
            MaildropRoutes maildrops,
            TlsRoutes tls,
            ClockRoutes clock,
            ServerRoutes server,
            AccountLimitRoutes limits,
            AccountPolicyRoutes policies,
            HistoryRoutes history,
            AuditSearchRoutes audit,
            FailedLoginRoutes failures,
            AccountRoutes accounts,
            MessageRoutes messages,
            UseRoutes uses,
            ConsoleRoutes console) {
        this(
                guard,
                List.of(
                        changes,
                        passwords,
                        credentials,
                        keys,
                        locks,
                        held,
                        maildrops,
                        tls,
                        clock,
                        server,
                        limits,
                        policies,
                        history,
                        audit,
                        failures,
                        accounts,
                        messages,
                        uses,
                        console));
    }

    /** Installs the guard in the server that James is about to start. */
    DigipoortRoutes(WebAdminGuard guard, List<RoutePart> parts) {
        this.guard = guard;
        this.parts = List.copyOf(parts);
        GuardedServers.guardedBy(guard);
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.before(WebAdminGuard::requirePassed);
        parts.forEach(part -> part.define(service));
        guard.ready();
    }
}
