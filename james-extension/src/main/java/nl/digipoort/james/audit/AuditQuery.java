// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What is wanted of the audit trail: the records that fit every condition. Immutable. */
public final class AuditQuery {
    /** Every record. */
    public static final AuditQuery ALL =
            new AuditQuery(ImmutableList.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** How far records may be out of order: a time is taken before its record waits to be written. */
    private static final Duration DISORDER = Duration.ofMinutes(1);

    private final ImmutableList<Condition> conditions;
    private final Optional<Instant> from;
    private final Optional<String> before;
    private final Optional<TrailPlace> place;

    private AuditQuery(
            ImmutableList<Condition> conditions,
            Optional<Instant> from,
            Optional<String> before,
            Optional<TrailPlace> place) {
        this.conditions = conditions;
        this.from = from;
        this.before = before;
        this.place = place;
    }

    /** Records of the account, including those that have its name, in any case, only because a client tried it. */
    public AuditQuery account(String account) {
        return and(account, record -> {
            Object recipients = record.get(AuditField.RECIPIENTS.wire());
            return account.equals(record.get(AuditField.MAILDROP.wire()))
                    || (recipients instanceof List && ((List<?>) recipients).contains(account))
                    || account.equalsIgnoreCase(String.valueOf(record.get(AuditField.USER.wire())));
        });
    }

    /** @param messageId the whole field, with its angle brackets */
    public AuditQuery messageId(String messageId) {
        return and(messageId, record -> messageId.equals(record.get(AuditField.MESSAGE_ID.wire())));
    }

    /** @param sha256 of what came in or was sent, in lower-case hexadecimal */
    public AuditQuery digest(String sha256) {
        return and(
                sha256,
                record -> sha256.equals(record.get(AuditField.SHA256.wire()))
                        || sha256.equals(record.get(AuditField.DATA_SHA256.wire())));
    }

    public AuditQuery session(String session) {
        return and(session, record -> session.equals(record.get(AuditField.SESSION.wire())));
    }

    private AuditQuery and(String value, Predicate<Map<String, Object>> isMet) {
        return new AuditQuery(
                ImmutableList.<Condition>builder()
                        .addAll(conditions)
                        .add(new Condition(value, isMet))
                        .build(),
                from,
                before,
                place);
    }

    /** Records of this moment or a later one. */
    public AuditQuery from(Instant moment) {
        return new AuditQuery(conditions, Optional.of(moment), before, place);
    }

    /** Records of an earlier moment. */
    public AuditQuery before(Instant moment) {
        return new AuditQuery(conditions, from, Optional.of(AuditJson.time(moment)), place);
    }

    /**
     * Goes on where another search of these records has ended.
     *
     * @param next what {@link FoundRecords#next()} has given
     * @throws IllegalArgumentException if it has not
     */
    public AuditQuery next(String next) {
        return new AuditQuery(conditions, from, before, Optional.of(TrailPlace.parse(next)));
    }

    /** The record before which the search begins; empty if it begins at the end of the trail. */
    Optional<TrailPlace> place() {
        return place;
    }

    /** Whether the time, as the trail writes it, is before all that is wanted. */
    boolean isTooEarly(String time) {
        return from.filter(first -> time.compareTo(AuditJson.time(first)) < 0).isPresent();
    }

    /** Whether a record of the time, as the trail writes it, has only records before it that are before all that is wanted. */
    boolean isPast(String time) {
        return from.filter(first -> time.compareTo(AuditJson.time(first.minus(DISORDER))) < 0)
                .isPresent();
    }

    /** Whether the time, as the trail writes it, is after all that is wanted. */
    boolean isTooLate(String time) {
        return before.filter(end -> time.compareTo(end) >= 0).isPresent()
                || place.filter(one -> one.isBefore(time)).isPresent();
    }

    /** Whether the end of the trail may be too late. */
    boolean isOfThePast() {
        return before.isPresent() || place.isPresent();
    }

    /** A quick look before the line is parsed. */
    boolean mayBeMetBy(String line) {
        String lowerCase = line.toLowerCase(Locale.ROOT);
        return conditions.stream().allMatch(condition -> lowerCase.contains(condition.quoted));
    }

    boolean isMetBy(Map<String, Object> record) {
        return conditions.stream().allMatch(condition -> condition.isMet.test(record));
    }

    private static final class Condition {
        private final String quoted;
        private final Predicate<Map<String, Object>> isMet;

        Condition(String value, Predicate<Map<String, Object>> isMet) {
            this.quoted = quoted(value);
            this.isMet = isMet;
        }

        /** The value as the trail writes it, in lower case. */
        private static String quoted(String value) {
            try {
                return AuditJson.MAPPER.writeValueAsString(value).toLowerCase(Locale.ROOT);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("no JSON can be made of the value", e);
            }
        }
    }
}
