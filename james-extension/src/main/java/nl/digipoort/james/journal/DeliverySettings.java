package nl.digipoort.james.journal;

import java.time.Duration;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** What the operator decides about deliveries: the element {@code delivery}. Immutable. */
public final class DeliverySettings {
    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_DAYS = 99;

    private final String heldRepository;
    private final Duration sweepInterval;
    private final Duration alarmAfter;
    private final Duration rememberFor;

    private DeliverySettings(Section delivery) throws ConfigurationException {
        delivery.allow("heldRepository", "sweepInterval", "alarmAfter", "rememberFor");
        this.heldRepository = delivery.has("heldRepository") ? delivery.text("heldRepository") : "var/mail/held";
        if (!heldRepository.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw delivery.problem(
                    "heldRepository",
                    "is '" + heldRepository + "'",
                    "the path of a mail repository without its protocol, such as var/mail/held");
        }
        this.sweepInterval = Duration.ofSeconds(delivery.number("sweepInterval", 5, 1, MOST_SECONDS));
        this.alarmAfter = Duration.ofSeconds(delivery.number("alarmAfter", 900, 1, MOST_SECONDS));
        this.rememberFor = Duration.ofDays(delivery.number("rememberFor", 30, 1, MOST_DAYS));
    }

    /**
     * Reads the element; what it leaves out has its default.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static DeliverySettings from(Section delivery) throws ConfigurationException {
        return new DeliverySettings(delivery);
    }

    /** The path of James's mail repository for deliveries that wait for a session to end. */
    public String heldRepository() {
        return heldRepository;
    }

    /** How often each node looks for held deliveries whose maildrop is free. */
    public Duration sweepInterval() {
        return sweepInterval;
    }

    /** The age from which a held delivery is something for an operator to look at. */
    public Duration alarmAfter() {
        return alarmAfter;
    }

    /** How long a delivery that was made is remembered, in whole days. */
    public Duration rememberFor() {
        return rememberFor;
    }
}
