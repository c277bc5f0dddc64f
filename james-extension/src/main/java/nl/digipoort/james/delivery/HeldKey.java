package nl.digipoort.james.delivery;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nl.digipoort.james.journal.Delivery;
import nl.digipoort.james.journal.HeldDelivery;
import org.apache.james.core.Username;
import org.apache.james.mailrepository.api.MailKey;

/**
 * The key of a held mail: when the mail was accepted, its name, and its maildrop, so that a list of keys says all that a
 * release must know. The same delivery has the same key however often it is held. James's own key fits 200 characters: a
 * long name is replaced by a digest, and so is a long maildrop, which then only the mail itself tells. Immutable.
 */
final class HeldKey implements Comparable<HeldKey> {
    private static final Pattern FORMAT = Pattern.compile("([0-9]{13})\\.([A-Za-z0-9_-]{1,64})\\.(.+)");
    private static final Pattern SHORT_NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final int LONGEST_MAILDROP = 120;
    private static final String LONG_MAILDROP = "#";
    private static final Comparator<HeldKey> ORDER = Comparator.comparingLong((HeldKey key) -> key.acceptedAt)
            .thenComparing(key -> key.mail)
            .thenComparing(key -> key.maildrop);

    private final long acceptedAt;
    private final String mail;
    private final String maildrop;

    private HeldKey(long acceptedAt, String mail, String maildrop) {
        this.acceptedAt = acceptedAt;
        this.mail = mail;
        this.maildrop = maildrop;
    }

    static HeldKey of(Delivery delivery, Instant acceptedAt) {
        String mail = SHORT_NAME.matcher(delivery.mail()).matches() ? delivery.mail() : delivery.key();
        return new HeldKey(acceptedAt.toEpochMilli(), mail, maildropPart(delivery.maildrop()));
    }

    private static String maildropPart(Username maildrop) {
        String name = maildrop.asString();
        return name.length() <= LONGEST_MAILDROP
                ? name
                : LONG_MAILDROP + Delivery.of("", maildrop).key();
    }

    /** Empty for the key of a mail that somebody else has put into the repository. */
    static Optional<HeldKey> parse(MailKey key) {
        Matcher matcher = FORMAT.matcher(key.asString());
        return matcher.matches()
                ? Optional.of(new HeldKey(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    MailKey asMailKey() {
        return new MailKey(asString());
    }

    String asString() {
        return String.format(Locale.ROOT, "%013d.%s.%s", acceptedAt, mail, maildrop);
    }

    boolean isFor(Username user) {
        return maildrop.equals(maildropPart(user));
    }

    /** Whether the key alone says whose maildrop it is. */
    boolean namesMaildrop() {
        return !maildrop.startsWith(LONG_MAILDROP);
    }

    Instant acceptedAt() {
        return Instant.ofEpochMilli(acceptedAt);
    }

    HeldDelivery view(Username user) {
        return HeldDelivery.of(asString(), user, mail, acceptedAt());
    }

    Username maildrop() {
        return Username.of(maildrop);
    }

    /** In order of arrival. */
    @Override
    public int compareTo(HeldKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeldKey && asString().equals(((HeldKey) other).asString());
    }

    @Override
    public int hashCode() {
        return asString().hashCode();
    }

    @Override
    public String toString() {
        return asString();
    }
}
