// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.pop3.DigipoortSession;

/**
 * What CAPA says of mechanisms that will be refused: {@code X-MECHANISM-ENDS DIGEST-MD5 2027-06-01}, a capability that clients do not know
 * and ignore (RFC 2449 section 5). Only for mechanisms that are still offered, so a client that searches the lines for a mechanism finds none
 * that it may not use. Before the login the dates of all accounts, and after it the user's own instead of those: what was announced stays so
 * (section 5). Thread-safe.
 */
final class AnnouncedEnds {
    private static final String CAPABILITY = "X-MECHANISM-ENDS ";

    private final AccountPolicies policies;
    private final OfferedMechanisms offered;

    @Inject
    AnnouncedEnds(AccountPolicies policies, OfferedMechanisms offered) {
        this.policies = policies;
        this.offered = offered;
    }

    List<String> forAll(DigipoortSession session) {
        return lines(policies.ending(policies.forAll()), session);
    }

    List<String> of(DigipoortSession session) {
        Map<LoginMechanism, LocalDate> ends = policies.ending(policies.forAll());
        ends.putAll(policies.ending(policies.of(session.getUsername())));
        return lines(ends, session);
    }

    private List<String> lines(Map<LoginMechanism, LocalDate> ends, DigipoortSession session) {
        if (ends.isEmpty()) {
            return List.of();
        }
        List<String> ways = offered.waysUnderTls(session);
        return ends.entrySet().stream()
                .filter(end -> ways.contains(end.getKey().text()))
                .map(end -> CAPABILITY + end.getKey().text() + " " + end.getValue())
                .collect(Collectors.toList());
    }
}
