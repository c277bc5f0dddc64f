package nl.digipoort.james.limits;

import java.util.EnumMap;
import java.util.Map;
import org.apache.james.core.Username;

/** All limits as they were read last, and what follows for everybody. Immutable. */
final class KnownLimits {
    private final StoredLimits stored;
    private final LimitValues forAll;
    private final Map<Limit, Long> strictest = new EnumMap<>(Limit.class);

    KnownLimits(StoredLimits stored, LimitValues configured) {
        this.stored = stored;
        this.forAll = stored.forAll().over(configured);
        strictest.putAll(forAll.asMap());
        stored.exceptions().values().forEach(exceptions -> exceptions.asMap().forEach(this::makeStricter));
    }

    private void makeStricter(Limit limit, long value) {
        strictest.merge(limit, value, (one, other) -> limit.isStricter(one, other) ? one : other);
    }

    StoredLimits stored() {
        return stored;
    }

    LimitValues forAll() {
        return forAll;
    }

    LimitValues exceptionsOf(Username user) {
        return stored.exceptions().getOrDefault(user, LimitValues.EMPTY);
    }

    /** The value that leaves a client least, of all that are in force for anybody. */
    long strictest(Limit limit) {
        return strictest.get(limit);
    }
}
