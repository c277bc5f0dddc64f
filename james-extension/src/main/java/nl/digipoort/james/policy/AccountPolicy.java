// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How an account may log in. Each part may be absent, and then comes from the policy for all, or does not restrict. Immutable. */
public final class AccountPolicy {
    public static final AccountPolicy EMPTY =
            new AccountPolicy(Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    /** Allows no mechanism. */
    static final AccountPolicy CLOSED = EMPTY.withMechanisms(Set.of());

    /** The date of a mechanism that one account may go on to use although it ends for all. */
    public static final LocalDate NEVER = LocalDate.MAX;

    private final Optional<Set<LoginMechanism>> mechanisms;
    private final Map<LoginMechanism, LocalDate> refusedFrom;
    private final Optional<ClientCertificateRule> clientCertificate;
    private final Optional<LeastTls> leastTls;

    private AccountPolicy(
            Optional<Set<LoginMechanism>> mechanisms,
            Map<LoginMechanism, LocalDate> refusedFrom,
            Optional<ClientCertificateRule> clientCertificate,
            Optional<LeastTls> leastTls) {
        this.mechanisms = mechanisms;
        this.refusedFrom = refusedFrom;
        this.clientCertificate = clientCertificate;
        this.leastTls = leastTls;
    }

    /** @param some the only mechanisms that the account may use; none closes it */
    public AccountPolicy withMechanisms(Collection<LoginMechanism> some) {
        Set<LoginMechanism> copy = EnumSet.noneOf(LoginMechanism.class);
        copy.addAll(some);
        return new AccountPolicy(
                Optional.of(Collections.unmodifiableSet(copy)), refusedFrom, clientCertificate, leastTls);
    }

    /** @param date the first day, in UTC, on which the mechanism is refused; or {@link #NEVER} */
    public AccountPolicy withRefusedFrom(LoginMechanism mechanism, LocalDate date) {
        return new AccountPolicy(mechanisms, merged(refusedFrom, Map.of(mechanism, date)), clientCertificate, leastTls);
    }

    public AccountPolicy withClientCertificate(ClientCertificateRule rule) {
        return new AccountPolicy(mechanisms, refusedFrom, Optional.of(rule), leastTls);
    }

    public AccountPolicy withLeastTls(LeastTls version) {
        return new AccountPolicy(mechanisms, refusedFrom, clientCertificate, Optional.of(version));
    }

    private static Map<LoginMechanism, LocalDate> merged(
            Map<LoginMechanism, LocalDate> under, Map<LoginMechanism, LocalDate> over) {
        Map<LoginMechanism, LocalDate> all = new EnumMap<>(LoginMechanism.class);
        all.putAll(under);
        all.putAll(over);
        return Collections.unmodifiableMap(all);
    }

    /** This policy, and the other one for each part and each date that is absent here. */
    public AccountPolicy over(AccountPolicy other) {
        return new AccountPolicy(
                mechanisms.or(() -> other.mechanisms),
                merged(other.refusedFrom, refusedFrom),
                clientCertificate.or(() -> other.clientCertificate),
                leastTls.or(() -> other.leastTls));
    }

    /** Whether the account may log in by the mechanism on that day. */
    public boolean allows(LoginMechanism mechanism, LocalDate today) {
        return isNamed(mechanism)
                && endOf(mechanism).filter(end -> !today.isBefore(end)).isEmpty();
    }

    /** Whether the mechanism is among those that the account may use, whatever the date. */
    public boolean isNamed(LoginMechanism mechanism) {
        return mechanisms.map(named -> named.contains(mechanism)).orElse(true);
    }

    /** The first day on which the mechanism is refused; empty if there is none. */
    public Optional<LocalDate> endOf(LoginMechanism mechanism) {
        return Optional.ofNullable(refusedFrom.get(mechanism)).filter(date -> !date.equals(NEVER));
    }

    public boolean needsClientCertificate() {
        return clientCertificate
                .filter(rule -> rule == ClientCertificateRule.REQUIRED)
                .isPresent();
    }

    public Optional<Set<LoginMechanism>> mechanisms() {
        return mechanisms;
    }

    public Map<LoginMechanism, LocalDate> refusedFrom() {
        return refusedFrom;
    }

    public Optional<ClientCertificateRule> clientCertificate() {
        return clientCertificate;
    }

    public Optional<LeastTls> leastTls() {
        return leastTls;
    }

    public boolean isEmpty() {
        return equals(EMPTY);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountPolicy
                && mechanisms.equals(((AccountPolicy) other).mechanisms)
                && refusedFrom.equals(((AccountPolicy) other).refusedFrom)
                && clientCertificate.equals(((AccountPolicy) other).clientCertificate)
                && leastTls.equals(((AccountPolicy) other).leastTls);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mechanisms, refusedFrom, clientCertificate, leastTls);
    }

    /** The form in the stores, in the audit trail and in an export. */
    @Override
    public String toString() {
        return AccountPolicyFormat.write(this);
    }
}
