// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.tls.ServerTls;
import nl.digipoort.james.tls.TlsStatus;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** The certificates that are served; described in docs/reference/webadmin.md. Thread-safe. */
final class TlsRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/tls";

    private static final String RELOAD = PATH + "/reload";

    private final ServerTls tls;
    private final AdministrationAudit audit;
    private final Clock clock;
    private final JsonTransformer json;

    @Inject
    TlsRoutes(ServerTls tls, AdministrationAudit audit, Clock clock, JsonTransformer json) {
        this.tls = tls;
        this.audit = audit;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::show, json);
        service.post(RELOAD, this::reload, json);
    }

    private Map<String, Object> show(Request request, Response response) {
        return tls.status()
                .map(status -> json(status, clock.instant()))
                .orElseThrow(() -> Refusals.wrongState("The POP3 server is not running"));
    }

    private Map<String, Object> reload(Request request, Response response) {
        audit.recorded(audit.action(AdminAction.RELOAD_TLS, request), this::reload);
        return show(request, response);
    }

    private static Map<String, Object> json(TlsStatus status, Instant now) {
        return ImmutableMap.of(
                "provider", status.provider(),
                "providerReason", status.providerReason(),
                "certificates", Lists.transform(status.certificates(), certificate -> json(certificate, now)),
                "loadedAt", status.loadedAt().toString(),
                "lookedAt", status.lookedAt().toString(),
                "problem", status.problem());
    }

    private static Map<String, Object> json(TlsStatus.Certificate certificate, Instant now) {
        return ImmutableMap.of(
                "subject", certificate.subject(),
                "issuer", certificate.issuer(),
                "keyAlgorithm", certificate.keyAlgorithm(),
                "notBefore", certificate.notBefore().toString(),
                "notAfter", certificate.notAfter().toString(),
                "daysLeft", certificate.daysLeft(now),
                "sha256", certificate.sha256());
    }

    private void reload() {
        Reload reload = tls.reload();
        if (reload.isRefused()) {
            throw Refusals.wrongState(reload.message());
        }
    }
}
