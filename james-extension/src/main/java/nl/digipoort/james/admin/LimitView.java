package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import nl.digipoort.james.limits.Limit;
import nl.digipoort.james.limits.LimitValues;
import org.apache.james.core.Username;

/** The limits of one account as its getters become JSON. Immutable. */
@JsonPropertyOrder({"user", "limits", "exceptions"})
final class LimitView {
    private final Username user;
    private final LimitValues limits;
    private final LimitValues exceptions;

    LimitView(Username user, LimitValues limits, LimitValues exceptions) {
        this.user = user;
        this.limits = limits;
        this.exceptions = exceptions;
    }

    public String getUser() {
        return user.asString();
    }

    /** Those in force. */
    public Map<String, Object> getLimits() {
        return json(limits);
    }

    /** As many of them as are this account's own. */
    public Map<String, Object> getExceptions() {
        return json(exceptions);
    }

    /** Numbers, and words for what there is none of. */
    static Map<String, Object> json(LimitValues values) {
        Map<String, Object> json = new LinkedHashMap<>();
        values.asMap().forEach((limit, value) -> json.put(limit.key(), json(limit, value)));
        return json;
    }

    private static Object json(Limit limit, Long value) {
        return value == Limit.NONE ? limit.text(value) : value;
    }
}
