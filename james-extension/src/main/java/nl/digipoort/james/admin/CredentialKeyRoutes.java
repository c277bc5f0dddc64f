// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.credential.CredentialKeys;
import nl.digipoort.james.credential.KeyReload;
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

    private KeysView show(Request request, Response response) {
        return Refusals.reaching(this::view);
    }

    private KeysView act(Request request, Response response) {
        if (!RELOAD.equals(request.queryParams("action"))) {
            throw Refusals.badRequest("The query must be action=" + RELOAD);
        }
        audit.recorded(audit.action(AdminAction.RELOAD_KEYS, request), this::reload);
        return Refusals.reaching(this::view);
    }

    private void reload() {
        KeyReload reload = keys.reload();
        switch (reload.kind()) {
            case CHANGED:
            case UNCHANGED:
                return;
            default:
                throw Refusals.wrongState(reload.message());
        }
    }

    private KeysView view() {
        List<String> held = keys.ids();
        Map<String, Long> counts = new TreeMap<>(store.countsByKey());
        List<KeyView> views = new ArrayList<>();
        for (String id : held) {
            Long records = counts.remove(id);
            views.add(new KeyView(id, true, records == null ? 0 : records));
        }
        counts.forEach((id, records) -> views.add(new KeyView(id, false, records)));
        return new KeysView(held.get(0), views);
    }

    /** The getters become JSON. Immutable. */
    static final class KeysView {
        private final String sealing;
        private final List<KeyView> keys;

        private KeysView(String sealing, List<KeyView> keys) {
            this.sealing = sealing;
            this.keys = List.copyOf(keys);
        }

        /** The id of the key that new records are sealed under. */
        public String getSealing() {
            return sealing;
        }

        public List<KeyView> getKeys() {
            return keys;
        }
    }

    /** One key, by its id: whether the server has it, and how many records are sealed under it. Immutable. */
    static final class KeyView {
        private final String id;
        private final boolean held;
        private final long records;

        private KeyView(String id, boolean held, long records) {
            this.id = id;
            this.held = held;
            this.records = records;
        }

        public String getId() {
            return id;
        }

        public boolean isHeld() {
            return held;
        }

        public long getRecords() {
            return records;
        }
    }
}
