// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event with its fields: texts, whole numbers and lists of texts. Immutable; the time is added when it is written. */
public final class AuditRecord {
    private final AuditEvent event;
    private final Map<AuditField, Object> fields;

    private AuditRecord(AuditEvent event, Map<AuditField, Object> fields) {
        this.event = event;
        this.fields = fields;
    }

    public static AuditRecord of(AuditEvent event) {
        return new AuditRecord(event, new EnumMap<>(AuditField.class));
    }

    /** A copy for another event. */
    public AuditRecord as(AuditEvent other) {
        return new AuditRecord(other, fields);
    }

    /** A copy with a text from any source, cut to the field's length. */
    public AuditRecord with(AuditField field, String text) {
        return and(field, shortened(text, field.longest()));
    }

    public AuditRecord with(AuditField field, long number) {
        return and(field, number);
    }

    /** A copy with texts of our own, each cut to the field's length. */
    AuditRecord with(AuditField field, List<String> texts) {
        return and(field, List.copyOf(texts));
    }

    /** A copy with the text; without the field if there is no text. */
    public AuditRecord with(AuditField field, Optional<String> text) {
        return text.map(known -> with(field, known)).orElse(this);
    }

    private AuditRecord and(AuditField field, Object value) {
        Map<AuditField, Object> more = new EnumMap<>(fields);
        more.put(field, value);
        return new AuditRecord(event, more);
    }

    public AuditEvent event() {
        return event;
    }

    /** The value of a text field; empty if the record does not have the field. */
    public Optional<String> text(AuditField field) {
        return Optional.ofNullable(fields.get(field)).map(Object::toString);
    }

    /** The value of a number field; 0 if the record does not have the field. */
    public long number(AuditField field) {
        Object value = fields.get(field);
        return value instanceof Long ? (Long) value : 0;
    }

    Map<AuditField, Object> fields() {
        return fields;
    }

    /** Cuts the text, and replaces each half of a surrogate pair that stands alone, also one that the cut leaves. */
    private static String shortened(String text, int longest) {
        // the encoder replaces what it cannot encode
        return new String(text.substring(0, Math.min(text.length(), longest)).getBytes(UTF_16BE), UTF_16BE);
    }

    @Override
    public String toString() {
        return event.wire();
    }
}
