// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.configuration.Reload;
import nl.digipoort.james.credential.CredentialKeys;
import nl.digipoort.james.credential.RecordStore;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** The credential keys for operators: which keys the server has, how many records need each, and a reload. Thread-safe. */
final class CredentialKeyRoutes implements RoutePart {
    static final String PATH = DigipoortRoutes.BASE + "/credential-keys";

    private static final String RELOAD = "reload";

    private final CredentialKeys keys;
    private final RecordStore store;
    private final AdministrationAudit audit;
    private final JsonTransformer json;

    @Inject
    CredentialKeyRoutes(CredentialKeys keys, RecordStore store, AdministrationAudit audit, JsonTransformer json) {
        this.keys = keys;
        this.store = store;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::show, json);
        service.post(PATH, this::act, json);
    }

    private Map<String, Object> show(Request request, Response response) {
        return Refusals.reaching(this::json);
    }

    private Map<String, Object> act(Request request, Response response) {
        if (!RELOAD.equals(request.queryParams("action"))) {
            throw Refusals.badRequest("The query must be action=" + RELOAD);
        }
        audit.recorded(audit.action(AdminAction.RELOAD_KEYS, request), this::reload);
        return Refusals.reaching(this::json);
    }

    private void reload() {
        Reload reload = keys.reload();
        if (reload.isRefused()) {
            throw Refusals.wrongState(reload.message());
        }
    }

    private Map<String, Object> json() {
        List<String> held = keys.ids();
        Map<String, Long> counts = new TreeMap<>(store.countsByKey());
        List<Map<String, Object>> all = new ArrayList<>();
        for (String id : held) {
            Long records = counts.remove(id);
            all.add(json(id, true, records == null ? 0 : records));
        }
        counts.forEach((id, records) -> all.add(json(id, false, records)));
        // the first key seals new records
        return ImmutableMap.of("sealing", held.get(0), "keys", all);
    }

    /** One key: whether the server has it, and how many records are sealed under it. */
    private static Map<String, Object> json(String id, boolean held, long records) {
        return ImmutableMap.of("id", id, "held", held, "records", records);
    }
}
