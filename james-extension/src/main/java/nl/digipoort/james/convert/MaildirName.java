// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The name of a file in a Maildir without its flags, and the orders in which servers number files that they see first. */
final class MaildirName {
    private static final Pattern TIME = Pattern.compile("(\\d{1,18})(?:\\.[^.:]*?M(\\d{1,9}))?.*", Pattern.DOTALL);

    /** Dovecot's: by the seconds, by the microseconds if both have them, then by the name. */
    private static final Comparator<String> DOVECOT = Comparator.comparingLong(MaildirName::seconds)
            .thenComparing(MaildirName::compareMicroseconds)
            .thenComparing(Comparator.naturalOrder());

    /** Courier's: by the seconds, then by the name. */
    static final Comparator<String> COURIER =
            Comparator.comparingLong(MaildirName::seconds).thenComparing(Comparator.naturalOrder());

    /** Of the files of one second, above which nobody looks for contradictions. */
    private static final int MOST_COMPARED = 1000;

    private MaildirName() {}

    /**
     * Names in Dovecot's order.
     *
     * @throws ConvertException if there is none: where only some names of one second have microseconds, its comparisons may go in a circle,
     *     and it goes by the order in which it reads the folder
     */
    static List<String> inDovecotsOrder(Collection<String> names) throws ConvertException {
        Map<Long, List<String>> bySecond =
                names.stream().collect(Collectors.groupingBy(MaildirName::seconds, TreeMap::new, Collectors.toList()));
        List<String> sorted = new ArrayList<>();
        for (List<String> same : bySecond.values()) {
            try {
                same.sort(DOVECOT);
            } catch (IllegalArgumentException e) {
                throw unordered(e);
            }
            requireOrder(same);
            sorted.addAll(same);
        }
        return sorted;
    }

    /** A sort does not notice each circle. */
    private static void requireOrder(List<String> same) throws ConvertException {
        long withMicroseconds =
                same.stream().filter(MaildirName::hasMicroseconds).count();
        if (withMicroseconds == 0 || withMicroseconds == same.size()) {
            return;
        }
        if (same.size() > MOST_COMPARED) {
            throw unordered(null);
        }
        for (int i = 0; i < same.size(); i++) {
            for (String later : same.subList(i + 1, same.size())) {
                if (DOVECOT.compare(same.get(i), later) > 0) {
                    throw unordered(null);
                }
            }
        }
    }

    private static ConvertException unordered(Throwable cause) {
        return new ConvertException(
                "the names of its files do not say in which order Dovecot would number them: take pop3://", cause);
    }

    private static boolean hasMicroseconds(String name) {
        Matcher time = TIME.matcher(name);
        return time.matches() && time.group(2) != null;
    }

    /** @param file with flags or without */
    static String withoutFlags(String file) {
        int flags = file.indexOf(':');
        return flags < 0 ? file : file.substring(0, flags);
    }

    /** The time in a name; the epoch if it has none. */
    static Instant time(String name) {
        return Instant.ofEpochSecond(Math.min(seconds(name), Instant.MAX.getEpochSecond()));
    }

    private static long seconds(String name) {
        Matcher time = TIME.matcher(name);
        return time.matches() ? Long.parseLong(time.group(1)) : 0;
    }

    private static int compareMicroseconds(String one, String other) {
        Matcher first = TIME.matcher(one);
        Matcher second = TIME.matcher(other);
        return first.matches() && second.matches() && first.group(2) != null && second.group(2) != null
                ? Long.compare(Long.parseLong(first.group(2)), Long.parseLong(second.group(2)))
                : 0;
    }
}
