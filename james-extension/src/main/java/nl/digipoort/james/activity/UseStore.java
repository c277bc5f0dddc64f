// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * Stores how each account has logged in. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}. Implementations are
 * thread-safe.
 */
public interface UseStore {
    /** A last time that is later by less than this need not be stored. Half a day here and half in {@link UseLog} make a day. */
    Duration RESOLUTION = Duration.ofHours(12);

    /** What is stored of the account; {@link Uses#NONE} if nothing is. */
    Uses find(Username user);

    /** Adds to what is stored, for each account, as {@link Uses#and} does, to the {@link #RESOLUTION}. If it fails, some may be stored. */
    void save(Map<Username, Uses> news);

    /**
     * Some of the accounts with uses, in an order of the store's own that never changes.
     *
     * @param after the last account of the page before; empty for the first page
     * @return at most so many; none only after the last one
     */
    List<AccountUses> page(Optional<Username> after, int most);

    /** Forgets everything saved for the account so far. */
    void forget(Username user);
}
