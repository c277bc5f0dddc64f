package nl.digipoort.james.limits;

import java.util.Map;
import org.apache.james.core.Username;

/** The limits that an operator has set by WebAdmin: for all accounts, and the exceptions. Immutable. */
public final class StoredLimits {
    private final LimitValues forAll;
    private final Map<Username, LimitValues> exceptions;

    private StoredLimits(LimitValues forAll, Map<Username, LimitValues> exceptions) {
        this.forAll = forAll;
        this.exceptions = exceptions;
    }

    public static StoredLimits of(LimitValues forAll, Map<Username, LimitValues> exceptions) {
        return new StoredLimits(forAll, Map.copyOf(exceptions));
    }

    public LimitValues forAll() {
        return forAll;
    }

    public Map<Username, LimitValues> exceptions() {
        return exceptions;
    }
}
