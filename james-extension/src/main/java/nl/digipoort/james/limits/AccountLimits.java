// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;

/**
 * The limits that are in force for each account: its exception, or what WebAdmin has set for all, or what is configured. They
 * are known without asking the store: read on first use and every few seconds by {@link AccountLimitRefresh}. What this node sets is in
 * force when the setter returns. A store that cannot be reached is a {@link nl.digipoort.james.failure.StoreUnavailableException}
 * on first use; later what was read last stays in force. Thread-safe.
 */
@Singleton
public final class AccountLimits {
    private final AccountLimitStore store;
    private final AccountLimitValues configured;
    private volatile Optional<KnownAccountLimits> known = Optional.empty();

    @Inject
    public AccountLimits(AccountLimitStore store, AccountLimitSettings settings) {
        this.store = store;
        this.configured = settings.values();
    }

    /** One value of each limit. */
    public AccountLimitValues of(Username user) {
        KnownAccountLimits now = known();
        return now.exceptionsOf(user).over(now.forAll());
    }

    /** The user's value of one limit. */
    public long of(Username user, AccountLimit limit) {
        return of(user).find(limit).orElseThrow();
    }

    /** One value of each limit, for accounts without an exception. */
    public AccountLimitValues forAll() {
        return known().forAll();
    }

    /** What WebAdmin has set for all accounts instead of what is configured. */
    public AccountLimitValues setForAll() {
        return known().stored().forAll();
    }

    /** What of the user's differs from {@link #forAll()}, or may once that changes. */
    public AccountLimitValues exceptionsOf(Username user) {
        return known().exceptionsOf(user);
    }

    public Map<Username, AccountLimitValues> exceptions() {
        return known().stored().exceptions();
    }

    /** The value that leaves a client least, of all that are in force for anybody. */
    public long strictest(AccountLimit limit) {
        return known().strictest(limit);
    }

    /** Sets these for all accounts; a limit that is not among them is as configured again. */
    public void setForAll(AccountLimitValues values) {
        store.setForAll(values);
        refresh();
    }

    /** Sets the user's exceptions; a limit that is not among them is that of all again. */
    public void setExceptions(Username user, AccountLimitValues values) {
        store.setExceptions(user, values);
        refresh();
    }

    /** Reads anew; one at a time, so that nothing that is older comes in behind. */
    synchronized void refresh() {
        known = Optional.of(new KnownAccountLimits(store.all(), configured));
    }

    private KnownAccountLimits known() {
        Optional<KnownAccountLimits> now = known;
        return now.isPresent() ? now.get() : firstKnown();
    }

    private synchronized KnownAccountLimits firstKnown() {
        if (known.isEmpty()) {
            refresh();
        }
        return known.orElseThrow();
    }
}
