// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.hash.Hashing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a record in the trail, by which a search goes on before it. Many records may have one time. Immutable. */
final class TrailPlace {
    /** Less than {@link AuditQuery}'s: the records of this time are read again and must be far fewer than one search reads. */
    private static final Duration DISORDER = Duration.ofSeconds(10);

    private static final Pattern TEXT = Pattern.compile("([^_]{24})_([0-9a-f]{16})");
    private static final int DIGITS = 16;

    private final String time;
    private final String digest;
    private final String muchEarlier;
    private final String muchLater;

    /** @throws IllegalArgumentException if the time is none */
    private TrailPlace(String time, String digest) {
        this.time = time;
        this.digest = digest;
        try {
            Instant moment = Instant.parse(time);
            this.muchEarlier = AuditJson.time(moment.minus(DISORDER));
            this.muchLater = AuditJson.time(moment.plus(DISORDER));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time of a record: " + time, e);
        }
    }

    /** @param time of the record in the line */
    static TrailPlace of(String line, String time) {
        return new TrailPlace(time, digest(line));
    }

    /** @throws IllegalArgumentException if it is not what {@link #toString} gives */
    static TrailPlace parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no place in the trail: " + text);
        }
        return new TrailPlace(parts.group(1), parts.group(2));
    }

    private static String digest(String line) {
        return Hashing.sha256().hashString(line, ISO_8859_1).toString().substring(0, DIGITS);
    }

    /** @param otherTime of the record in the line */
    boolean isOf(String line, String otherTime) {
        return time.equals(otherTime) && digest.equals(digest(line));
    }

    /** Whether all records of the time, as the trail writes it, are before this place. */
    boolean isAfter(String otherTime) {
        return otherTime.compareTo(muchEarlier) < 0;
    }

    /** Whether all records of the time, as the trail writes it, are after this place. */
    boolean isBefore(String otherTime) {
        return otherTime.compareTo(muchLater) > 0;
    }

    @Override
    public String toString() {
        return time + "_" + digest;
    }
}
