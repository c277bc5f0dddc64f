// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.policy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.clock.ClockWatch;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force for each account: its exception, over what WebAdmin has set for all, over the configured one. They are read like the
 * account limits: on first use and every few seconds; what this node sets is in force when the setter returns, and while the store is
 * unavailable the last known ones stay. A date counts from the earlier of two possible times, so a clock that jumps refuses nobody.
 * Thread-safe.
 */
@Singleton
public final class AccountPolicies {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountPolicies.class);

    private final AccountPolicyStore store;
    private final AccountPolicySettings settings;
    private final ClockWatch clock;
    private volatile Optional<KnownPolicies> known = Optional.empty();

    @Inject
    public AccountPolicies(AccountPolicyStore store, AccountPolicySettings settings, ClockWatch clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** The policy in force for the user. */
    public AccountPolicy of(Username user) {
        return known().of(user);
    }

    /** The policy in force for users without an exception. */
    public AccountPolicy forAll() {
        return known().forAll();
    }

    /** The policy of users without an exception if that one were set. */
    public AccountPolicy forAllBy(AccountPolicy set) {
        return set.over(settings.policy());
    }

    /** Whether one of the ways is allowed today to somebody. */
    public boolean anybodyMayUse(ServableWays ways) {
        return known().anybodyMayUse(ways, today());
    }

    /** What WebAdmin has set for all accounts. */
    public AccountPolicy setForAll() {
        return known().stored().forAll();
    }

    /** What is set for the user alone. */
    public AccountPolicy exceptionOf(Username user) {
        return known().stored().exceptions().getOrDefault(user, AccountPolicy.EMPTY);
    }

    /** The exceptions of all users who have one. */
    public Map<Username, AccountPolicy> exceptions() {
        return known().stored().exceptions();
    }

    /** Whether the user may log in by the mechanism now. */
    public boolean mayUse(Username user, LoginMechanism mechanism) {
        return of(user).allows(mechanism, today());
    }

    /** Whether there is an account, or could be one, that may log in by the mechanism now. */
    public boolean anybodyMayUse(LoginMechanism mechanism) {
        return known().anybodyMayUse(mechanism, today());
    }

    /** Whether some account can log in with a client certificate only. */
    public boolean anybodyNeedsClientCertificate() {
        return known().anybodyNeedsClientCertificate();
    }

    /** The mechanisms that the policy still allows and that end within the period of warning, each with its first day of refusal. */
    public Map<LoginMechanism, LocalDate> ending(AccountPolicy policy) {
        LocalDate today = today();
        Map<LoginMechanism, LocalDate> ending = new EnumMap<>(LoginMechanism.class);
        for (LoginMechanism mechanism : policy.refusedFrom().keySet()) {
            policy.endOf(mechanism)
                    .filter(end -> policy.allows(mechanism, today))
                    .filter(end -> !today.isBefore(end.minusDays(settings.warningDays())))
                    .ifPresent(end -> ending.put(mechanism, end));
        }
        return ending;
    }

    /** Sets the policy of all accounts. Its absent parts return to the configured ones. */
    public void setForAll(AccountPolicy policy) {
        store.setForAll(policy);
        refresh();
    }

    /** Sets the user's exception. Its absent parts return to those for all accounts. */
    public void setException(Username user, AccountPolicy policy) {
        store.setException(user, policy);
        refresh();
    }

    /** Reads the store again, and logs a row that cannot be read once. Synchronized, so that an older result never replaces a newer one. */
    public synchronized void refresh() {
        StoredPolicies stored = store.all();
        Map<String, String> reported =
                known.map(KnownPolicies::stored).map(StoredPolicies::unreadable).orElse(Map.of());
        stored.unreadable().forEach((owner, why) -> {
            if (!why.equals(reported.get(owner))) {
                LOGGER.warn("The policy of {} cannot be read, so that nothing is allowed: {}", owner, why);
            }
        });
        known = Optional.of(new KnownPolicies(stored, settings.policy()));
    }

    /** The day, in UTC, on which a policy is judged. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.earliest(), ZoneOffset.UTC);
    }

    private KnownPolicies known() {
        Optional<KnownPolicies> now = known;
        return now.isPresent() ? now.get() : firstKnown();
    }

    private synchronized KnownPolicies firstKnown() {
        if (known.isEmpty()) {
            refresh();
        }
        return known.orElseThrow();
    }
}
