// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways to log in that this server can serve, before any policy. A policy that allows none of them lets nobody in. Immutable. */
public final class ServableWays {
    private final Set<LoginMechanism> ways;

    private ServableWays(Set<LoginMechanism> ways) {
        this.ways = Collections.unmodifiableSet(ways);
    }

    /** @param named the SASL mechanisms that the operator names; USER and PASS are served in any case */
    public static ServableWays of(Collection<String> named) {
        Set<LoginMechanism> ways = EnumSet.of(LoginMechanism.USER);
        named.forEach(name -> LoginMechanism.of(name).ifPresent(ways::add));
        return new ServableWays(ways);
    }

    /** The same, and EXTERNAL, where clients are asked for a certificate. */
    public ServableWays withExternal() {
        Set<LoginMechanism> more = EnumSet.copyOf(ways);
        more.add(LoginMechanism.EXTERNAL);
        return new ServableWays(more);
    }

    /** The same without mechanisms by record, where there can be no records. */
    public ServableWays withoutRecords() {
        Set<LoginMechanism> rest = EnumSet.copyOf(ways);
        rest.removeIf(LoginMechanism::isByRecord);
        return new ServableWays(rest);
    }

    /** Whether one of them is by record. */
    public boolean needRecords() {
        return ways.stream().anyMatch(LoginMechanism::isByRecord);
    }

    /** Whether the policy names one of them, whatever the dates. */
    public boolean areNamedIn(AccountPolicy policy) {
        return ways.stream().anyMatch(policy::isNamed);
    }

    /** Whether the policy allows one of them on that day. */
    public boolean areAllowedBy(AccountPolicy policy, LocalDate today) {
        return ways.stream().anyMatch(way -> policy.allows(way, today));
    }

    /** Their names, for an operator. */
    @Override
    public String toString() {
        return ways.stream().map(LoginMechanism::text).collect(Collectors.joining(", "));
    }
}
