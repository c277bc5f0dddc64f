package nl.digipoort.james.stores.memory;

import java.util.HashMap;
import java.util.Map;
import nl.digipoort.james.limits.LimitStore;
import nl.digipoort.james.limits.LimitValues;
import nl.digipoort.james.limits.StoredLimits;
import org.apache.james.core.Username;

/** Limits in this JVM, for servers whose users live there too. Thread-safe. */
public final class MemoryLimitStore implements LimitStore {
    private final Map<Username, LimitValues> exceptions = new HashMap<>();
    private LimitValues forAll = LimitValues.EMPTY;

    @Override
    public synchronized StoredLimits all() {
        return StoredLimits.of(forAll, exceptions);
    }

    @Override
    public synchronized void setForAll(LimitValues values) {
        forAll = values;
    }

    @Override
    public synchronized void setExceptions(Username user, LimitValues values) {
        if (values.isEmpty()) {
            exceptions.remove(user);
        } else {
            exceptions.put(user, values);
        }
    }
}
