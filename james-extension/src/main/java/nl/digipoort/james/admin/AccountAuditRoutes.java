// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.util.Map;
import javax.inject.Inject;
import nl.digipoort.james.audit.AccountRecords;
import nl.digipoort.james.audit.AuditReader;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** The latest records of an account in the audit trail of this server. Thread-safe. */
final class AccountAuditRoutes implements RoutePart {
    static final String USER = DigipoortRoutes.BASE + "/audit/" + UserInPath.PARAMETER;

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountAuditRoutes.class);

    private static final int USUALLY_SHOWN = 50;

    private final AuditReader reader;
    private final JsonTransformer json;

    @Inject
    AccountAuditRoutes(AuditReader reader, JsonTransformer json) {
        this.reader = reader;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(USER, this::ofOne, json);
    }

    /** Also for a user that James no longer has: the trail outlives it. */
    private Map<String, Object> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        int limit = PageSize.of(request, USUALLY_SHOWN, AuditReader.MOST_RECORDS);
        if (!reader.isPossible()) {
            throw Refusals.wrongState(
                    "The audit trail is in no file that could be read (audit/destination in pop3server.xml)");
        }
        try {
            AccountRecords found = reader.read(user.asString(), limit);
            return ImmutableMap.of(
                    "user", user.asString(),
                    "lookedBackTo", found.lookedBackTo(),
                    "complete", found.isComplete(),
                    "records", found.records());
        } catch (IOException e) {
            LOGGER.error("The audit trail cannot be read", e);
            throw Refusals.failed("The audit trail cannot be read; the log says more");
        }
    }
}
