// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digipoort.james.activity.AccountUses;
import nl.digipoort.james.activity.OldUse;
import nl.digipoort.james.activity.Use;
import nl.digipoort.james.activity.UseWindow;
import spark.Request;

/** Which accounts a request asks for, by how they log in; described in docs/operate/way-out.md. Immutable. */
final class UseQuery {
    private static final Duration USUALLY = Duration.ofDays(90);

    private final Instant from;
    private final Optional<Instant> notSince;
    private final Set<Use> uses;
    private final Optional<OldUse> needed;

    private UseQuery(Instant from, Optional<Instant> notSince, Set<Use> uses, Optional<OldUse> needed) {
        this.from = from;
        this.notSince = notSince;
        this.uses = uses;
        this.needed = needed;
    }

    /** @throws spark.HaltException with 400 naming what is wrong and what is allowed */
    static UseQuery of(Request request, Instant now) {
        UseQuery query = new UseQuery(
                from(request, now),
                value(request, "notSince").map(UseQuery::moment),
                value(request, "use").map(UseQuery::uses).orElse(Collections.emptySet()),
                value(request, "stillNeeds").map(UseQuery::old));
        query.requireTimeBeforeNotSince();
        return query;
    }

    /** Who used it in the window used it since the window began, so the answer would always be nobody. */
    private void requireTimeBeforeNotSince() {
        if (!uses.isEmpty() || needed.isPresent()) {
            notSince.filter(time -> !time.isAfter(from)).ifPresent(time -> {
                throw Refusals.badRequest(
                        "The window begins at " + from + ", so it must begin earlier (within, since) than notSince, "
                                + time + ", to find those who used it before and not since");
            });
        }
    }

    private static Optional<String> value(Request request, String parameter) {
        return Optional.ofNullable(request.queryParams(parameter)).filter(value -> !value.isEmpty());
    }

    private static Instant from(Request request, Instant now) {
        Optional<Instant> since = value(request, "since").map(UseQuery::moment);
        Optional<Duration> within = value(request, "within").map(UseQuery::days);
        if (since.isPresent() && within.isPresent()) {
            throw Refusals.badRequest("The query has since or within, not both");
        }
        return since.orElseGet(() -> now.minus(within.orElse(USUALLY)));
    }

    private static Duration days(String value) {
        if (!value.matches("[1-9][0-9]{0,3}d")) {
            throw Refusals.badRequest("The query within must be a number of days from 1d to 9999d");
        }
        return Duration.ofDays(Integer.parseInt(value.substring(0, value.length() - 1)));
    }

    private static Instant moment(String value) {
        try {
            return value.length() == "2026-11-24".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(value);
        } catch (DateTimeException e) {
            throw Refusals.badRequest(
                    "A time in the query must be a day, as 2026-11-24, or one in UTC, as 2026-11-24T12:34:56Z");
        }
    }

    private static Set<Use> uses(String value) {
        return OldUse.of(value)
                .map(OldUse::uses)
                .or(() -> Use.of(value).map(EnumSet::of))
                .orElseThrow(() -> Refusals.badRequest("The query use must be one of "
                        + names(Stream.concat(
                                Arrays.stream(OldUse.values()).map(OldUse::text),
                                Arrays.stream(Use.values()).map(Use::text)))));
    }

    private static OldUse old(String value) {
        return OldUse.of(value)
                .orElseThrow(() -> Refusals.badRequest("The query stillNeeds must be one of "
                        + names(Arrays.stream(OldUse.values()).map(OldUse::text))));
    }

    private static String names(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(", "));
    }

    Instant from() {
        return from;
    }

    boolean fits(AccountUses account) {
        UseWindow window = UseWindow.of(account.uses(), from);
        return (uses.isEmpty() || uses.stream().anyMatch(window::uses))
                && needed.filter(old -> !window.stillNeeds().contains(old)).isEmpty()
                && notSince.filter(time -> isUsedSince(time, account)).isEmpty();
    }

    /** Of the uses that are asked for, or of any if none is. */
    private boolean isUsedSince(Instant time, AccountUses account) {
        Set<Use> asked = needed.map(OldUse::uses).orElse(uses);
        return account.uses().asMap().entrySet().stream()
                .filter(use -> asked.isEmpty() || asked.contains(use.getKey()))
                .anyMatch(use -> !use.getValue().last().isBefore(time));
    }
}
