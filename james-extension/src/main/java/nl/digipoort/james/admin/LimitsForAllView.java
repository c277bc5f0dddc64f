package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import java.util.TreeMap;
import nl.digipoort.james.limits.LimitValues;
import org.apache.james.core.Username;

/** The limits of all accounts as its getters become JSON. Immutable. */
@JsonPropertyOrder({"limits", "set", "exceptions"})
final class LimitsForAllView {
    private final LimitValues limits;
    private final LimitValues set;
    private final Map<Username, LimitValues> exceptions;

    LimitsForAllView(LimitValues limits, LimitValues set, Map<Username, LimitValues> exceptions) {
        this.limits = limits;
        this.set = set;
        this.exceptions = exceptions;
    }

    /** Those in force for accounts without exceptions. */
    public Map<String, Object> getLimits() {
        return LimitView.json(limits);
    }

    /** As many of them as WebAdmin has set, in the place of what is configured. */
    public Map<String, Object> getSet() {
        return LimitView.json(set);
    }

    /** By the names of their accounts, in order. */
    public Map<String, Map<String, Object>> getExceptions() {
        Map<String, Map<String, Object>> json = new TreeMap<>();
        exceptions.forEach((user, values) -> json.put(user.asString(), LimitView.json(values)));
        return json;
    }
}
