// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line between two messages of an mbox: {@code From sender Thu Nov 29 22:33:52 2001}. */
final class FromLine {
    /** Longer lines are not looked at: a sender has at most 256 octets. */
    static final int LONGEST = 1024;

    private static final Pattern FORM = Pattern.compile(
            "From .*?(?<![^ ])[A-Z][a-z]{2},? ([A-Z][a-z]{2}) {1,2}(\\d{1,2})"
                    + " (\\d{2}:\\d{2})(:\\d{2})?(?: (?:[A-Z]{2,5}|([+-]\\d{4})))?(?: [A-Z]{2,5})? (\\d{4})(?: ([+-]\\d{4}))?(?: .*)?\r?");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d yyyy HH:mm:ss", Locale.ENGLISH);

    private FromLine() {}

    /**
     * The time of the line; empty if it is text of a message.
     *
     * @param zone of the server that wrote it, where the line has none
     */
    static Optional<Instant> time(String line, ZoneId zone) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return Optional.empty();
        }
        String seconds = form.group(4) == null ? ":00" : form.group(4);
        String date = form.group(1) + ' ' + form.group(2) + ' ' + form.group(6) + ' ' + form.group(3) + seconds;
        String offset = form.group(5) == null ? form.group(7) : form.group(5);
        try {
            return Optional.of(LocalDateTime.parse(date, DATE)
                    .atZone(offset == null ? zone : ZoneOffset.of(offset))
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
