// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.limits;

import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;

/**
 * The limits in force for each account: its exception, or the value that WebAdmin has set for all, or the configured one. They are read on
 * first use and every few seconds by {@link AccountLimitRefresh}. A value set on this node is in force when the setter returns. If the
 * store is unavailable, first use throws {@link nl.digipoort.james.failure.StoreUnavailableException}; after that the last known values
 * stay in force. Thread-safe.
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

    /** One value of each limit, for the user. */
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

    /** The limits that WebAdmin has set for all accounts, which replace the configured ones. */
    public AccountLimitValues setForAll() {
        return known().stored().forAll();
    }

    /** The limits that are set for the user alone. */
    public AccountLimitValues exceptionsOf(Username user) {
        return known().exceptionsOf(user);
    }

    /** The exceptions of all users who have any. */
    public Map<Username, AccountLimitValues> exceptions() {
        return known().stored().exceptions();
    }

    /** The strictest value in force for any account. */
    public long strictest(AccountLimit limit) {
        return known().strictest(limit);
    }

    /** Sets the limits of all accounts. A limit without a value returns to the configured one. */
    public void setForAll(AccountLimitValues values) {
        store.setForAll(values);
        refresh();
    }

    /** Sets the user's exceptions. A limit without a value returns to the one for all accounts. */
    public void setExceptions(Username user, AccountLimitValues values) {
        store.setExceptions(user, values);
        refresh();
    }

    /** Reads the store again. Synchronized, so that an older result never replaces a newer one. */
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
