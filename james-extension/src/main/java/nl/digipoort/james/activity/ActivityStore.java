package nl.digipoort.james.activity;

import java.util.Map;
import org.apache.james.core.Username;

/**
 * Keeps when each maildrop was last used. Trouble is a {@link nl.digipoort.james.failure.StoreUnavailableException}.
 * Implementations are thread-safe.
 */
public interface ActivityStore {
    /** {@link Activity#NONE} for a maildrop that nothing is known of. */
    Activity find(Username maildrop);

    /** Keeps of each maildrop and kind the later of what is stored and this. When it fails, some may be kept. */
    void save(Map<Username, Activity> activities);

    /** Forgets what has been saved of the maildrop until now. */
    void forget(Username maildrop);
}
