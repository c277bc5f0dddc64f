// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.inject.Inject;
import nl.digipoort.james.admin.AdministrationAudit.AdminAction;
import nl.digipoort.james.audit.AuditField;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.AccountPolicyFormat;
import nl.digipoort.james.policy.ServableWays;
import nl.digipoort.james.tls.ClientAuthMode;
import nl.digipoort.james.tls.ServerTls;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.apache.james.webadmin.utils.Responses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** The policies of accounts; described in docs/reference/policy.md. Thread-safe. */
final class AccountPolicyRoutes implements RoutePart {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountPolicyRoutes.class);

    static final String BASE = DigipoortRoutes.BASE + "/policy";

    private static final String USER = BASE + "/" + UserInPath.PARAMETER;
    private static final String POLICY = "policy";

    private final AccountPolicies policies;
    private final CredentialRecords records;
    private final ServerTls tls;
    private final ServableWays ways;
    private final UsersRepository users;
    private final AdministrationAudit audit;
    private final JsonTransformer json;
    private final JsonBody body = new JsonBody();

    @Inject
    AccountPolicyRoutes(
            AccountPolicies policies,
            CredentialRecords records,
            ServerTls tls,
            ServableWays ways,
            UsersRepository users,
            AdministrationAudit audit,
            JsonTransformer json) {
        this.policies = policies;
        this.records = records;
        this.tls = tls;
        this.ways = ways;
        this.users = users;
        this.audit = audit;
        this.json = json;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::forAll, json);
        service.put(BASE, this::setForAll);
        service.delete(BASE, this::removeForAll);
        service.get(USER, this::ofOne, json);
        service.put(USER, this::setOfOne);
        service.delete(USER, this::removeOfOne);
    }

    private Map<String, Object> forAll(Request request, Response response) {
        return reaching(() -> ImmutableMap.of(
                POLICY,
                AccountPolicyFormat.object(policies.forAll()),
                "set",
                AccountPolicyFormat.object(policies.setForAll()),
                "exceptions",
                exceptions()));
    }

    private Map<String, Object> exceptions() {
        Map<String, Object> byName = new TreeMap<>();
        policies.exceptions()
                .forEach((user, policy) -> byName.put(user.asString(), AccountPolicyFormat.object(policy)));
        return byName;
    }

    private String setForAll(Request request, Response response) {
        AccountPolicy policy = read(request);
        requireWay(policy, policies.forAllBy(policy));
        return setForAll(audit.action(AdminAction.SET_POLICY, request), policy, response);
    }

    private String removeForAll(Request request, Response response) {
        return setForAll(audit.action(AdminAction.REMOVE_POLICY, request), AccountPolicy.EMPTY, response);
    }

    private String setForAll(AuditRecord act, AccountPolicy policy, Response response) {
        return reaching(() -> {
            audit.recorded(withPolicy(act, policy), () -> policies.setForAll(policy));
            return Responses.returnNoContent(response);
        });
    }

    private static AuditRecord withPolicy(AuditRecord act, AccountPolicy policy) {
        return policy.isEmpty() ? act : act.with(AuditField.POLICY, policy.toString());
    }

    private Map<String, Object> ofOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return reaching(() -> {
            UserInPath.requireExisting(user, users);
            return ImmutableMap.of(
                    "user",
                    user.asString(),
                    POLICY,
                    AccountPolicyFormat.object(policies.of(user)),
                    "exceptions",
                    AccountPolicyFormat.object(policies.exceptionOf(user)));
        });
    }

    private String setOfOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        AccountPolicy policy = read(request);
        return reaching(() -> {
            UserInPath.requireExisting(user, users);
            requireWay(policy, policy.over(policies.forAll()));
            return set(audit.action(AdminAction.SET_POLICY, request, user), user, policy, response);
        });
    }

    /** Also for a user that James does not have, whose exception is left over. */
    private String removeOfOne(Request request, Response response) {
        Username user = UserInPath.of(request);
        return reaching(() -> {
            if (policies.exceptionOf(user).isEmpty()) {
                UserInPath.requireExisting(user, users);
            }
            return set(audit.action(AdminAction.REMOVE_POLICY, request, user), user, AccountPolicy.EMPTY, response);
        });
    }

    private String set(AuditRecord act, Username user, AccountPolicy policy, Response response) {
        audit.recorded(withPolicy(act, policy), () -> policies.setException(user, policy));
        restrict(user);
        return Responses.returnNoContent(response);
    }

    /** The secrets that the user may not use any more are taken out of the record at once, or as soon as that is possible. */
    private void restrict(Username user) {
        try {
            records.restrict(user);
        } catch (CredentialStoreUnavailableException e) {
            LOGGER.error("The policy of {} is set, its credential record is not changed", user.asString(), e);
            throw Refusals.failed(
                    "The policy of " + user.asString() + " is set, but its credential record may still have"
                            + " what the policy forbids; that is tried again, and the log says more");
        }
    }

    private AccountPolicy read(Request request) {
        AccountPolicy policy;
        try {
            policy = AccountPolicyFormat.read(body.read(request)
                    .orElseThrow(() -> new IllegalArgumentException("The body must be one JSON object")));
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(e.getMessage());
        }
        if (policy.needsClientCertificate() && tls.clientAuth() == ClientAuthMode.NONE) {
            throw Refusals.wrongState("The listener asks no client for a certificate, so nobody could log in:"
                    + " first put clientAuth with mode=want into tls of conf/pop3server.xml");
        }
        return policy;
    }

    /** An empty policy takes back what was set, and is never in the way. */
    private void requireWay(AccountPolicy set, AccountPolicy inForce) {
        if (!set.isEmpty() && !ways.areAllowedBy(inForce, policies.today())) {
            throw Refusals.wrongState("The policy allows no mechanism that is offered, so nobody could log in by it;"
                    + " offered are: " + ways);
        }
    }

    private static <T> T reaching(Supplier<T> work) {
        return Refusals.reaching("The credential records or James's users", "The policies", work);
    }
}
