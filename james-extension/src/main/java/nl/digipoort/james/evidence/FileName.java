// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a file of a trail: those of one series are in the order in which they were written, and the current one is last. Immutable. */
final class FileName {
    static final Comparator<FileName> ORDER =
            Comparator.comparing((FileName name) -> name.day).thenComparing(name -> name.number);

    private static final Pattern NAME = Pattern.compile("(.+?)(?:\\.(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9}))?(\\.gz)?");
    private static final Pattern OURS = Pattern.compile(".+\\.jsonl(\\.\\d{4}-\\d{2}-\\d{2}\\.\\d{1,9})?(\\.gz)?");
    private static final String CURRENT = "9999-99-99";

    private final String series;
    private final String day;
    private final long number;
    private final boolean compressed;

    private FileName(String series, String day, long number, boolean compressed) {
        this.series = series;
        this.day = day;
        this.number = number;
        this.compressed = compressed;
    }

    static FileName of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return new FileName(path.toString(), CURRENT, 0, false);
        }
        boolean full = name.group(2) != null;
        return new FileName(
                path.resolveSibling(name.group(1)).toString(),
                full ? name.group(2) : CURRENT,
                full ? Long.parseLong(name.group(3)) : 0,
                name.group(4) != null);
    }

    /** Whether a folder has a file of a trail by this name. */
    static boolean isOfATrail(Path path) {
        return OURS.matcher(path.getFileName().toString()).matches();
    }

    /** What the names of all files of one trail have in common. */
    String series() {
        return series;
    }

    /** Whether the file may still be written, and then renamed. */
    boolean isCurrent() {
        return day.equals(CURRENT);
    }

    boolean isCompressed() {
        return compressed;
    }
}
