// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When a message came, by the first {@code Received} field. Only the fields that a server puts on top may stand before it: behind others it is
 * hardly the server's own. Where a server writes none, a sender may have written it, so a time that cannot be is not taken.
 */
final class ReceivedTime {
    private static final Set<String> ON_TOP = Set.of("return-path", "delivered-to", "x-original-to", "envelope-to");

    /** No server to come from is as old. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private ReceivedTime() {}

    /**
     * @param top the beginning of the message
     * @param otherwise the time if there is none in it, a later one, or one before {@link #EARLIEST}
     */
    static Instant of(byte[] top, Instant otherwise) {
        String header = new String(top, StandardCharsets.ISO_8859_1).replaceAll("\r?\n(?=[ \t])", " ");
        for (String field : header.lines().collect(Collectors.toList())) {
            int colon = field.indexOf(':');
            String name = field.substring(0, Math.max(colon, 0)).trim().toLowerCase(Locale.ROOT);
            if (name.equals("received")) {
                return time(field.substring(colon + 1))
                        .filter(otherwise::isAfter)
                        .filter(time -> !time.isBefore(EARLIEST))
                        .orElse(otherwise);
            }
            if (!ON_TOP.contains(name)) {
                return otherwise;
            }
        }
        return otherwise;
    }

    /** What stands behind the last semicolon (RFC 5322 section 3.6.7). */
    private static Optional<Instant> time(String received) {
        String uncommented = received.replaceAll("\\([^()]*\\)", " ");
        String date =
                uncommented.substring(uncommented.lastIndexOf(';') + 1).trim().replaceAll("\\s+", " ");
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
