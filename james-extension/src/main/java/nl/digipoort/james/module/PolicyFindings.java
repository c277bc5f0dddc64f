// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.module;

import java.util.ArrayList;
import java.util.List;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.ServableWays;
import nl.digipoort.james.tls.ClientAuthMode;

/** Policies that lock accounts out, whatever their clients do. Thread-safe. */
final class PolicyFindings {
    private static final String FILE = "pop3server.xml";

    private final AccountPolicies policies;
    private final ServableWays ways;
    private final ClientAuthMode asked;

    PolicyFindings(AccountPolicies policies, ServableWays ways, ClientAuthMode asked) {
        this.policies = policies;
        this.ways = ways;
        this.asked = asked;
    }

    List<Finding> all() {
        List<Finding> found = new ArrayList<>();
        if (asked == ClientAuthMode.NONE && policies.anybodyNeedsClientCertificate()) {
            found.add(Finding.breaking(
                    FILE,
                    "an account policy needs a client certificate, and no client is asked for one",
                    "write <clientAuth mode=\"want\"> in tls, or take that policy back"));
        }
        if (!policies.anybodyMayUse(ways)) {
            found.add(Finding.breaking(
                    FILE,
                    "no account may use a mechanism that is offered, so nobody can log in",
                    "name another in authentication/mechanisms, or change the policy"));
        } else if (!ways.areAllowedBy(policies.forAll(), policies.today())) {
            found.add(Finding.breaking(
                    FILE,
                    "accounts without an exception may use no mechanism that is offered, so only those with one can log in",
                    "name another in authentication/mechanisms, or change the policy of all accounts"));
        }
        return found;
    }
}
