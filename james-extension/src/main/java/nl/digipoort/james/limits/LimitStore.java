package nl.digipoort.james.limits;

import org.apache.james.core.Username;

/**
 * Where the limits are kept that an operator has set by WebAdmin. A store that cannot be reached is a {@link
 * nl.digipoort.james.failure.StoreUnavailableException}. Implementations are thread-safe.
 */
public interface LimitStore {
    /** All there is; it is small, and asked for every few seconds. */
    StoredLimits all();

    /** Puts these in the place of what was set for all accounts. */
    void setForAll(LimitValues values);

    /** Puts these in the place of the user's exceptions; none at all is {@link LimitValues#EMPTY}. */
    void setExceptions(Username user, LimitValues values);
}
