// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a record as one line of JSON in ASCII. Control characters and non-ASCII characters are escaped, so that text from a stranger
 * cannot begin another line or field, or control a terminal. Thread-safe.
 */
final class AuditJson {
    /** The version of the schema, docs/reference/audit.schema.json. It increases when a field changes its meaning. */
    static final int VERSION = 1;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int USUAL_LENGTH = 512;
    private static final int LONGEST_NODE = 255;

    private final JsonFactory factory =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final String node;

    /** @param node the name of this server that operators see */
    AuditJson(String node) {
        this.node = node.substring(0, Math.min(node.length(), LONGEST_NODE));
    }

    /** The record without a line end. */
    String line(AuditRecord record, Instant time) {
        StringWriter line = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("time", TIME.format(time));
            json.writeStringField("event", record.event().wire());
            json.writeStringField("node", node);
            for (Map.Entry<AuditField, Object> field : record.fields().entrySet()) {
                json.writeFieldName(field.getKey().wire());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a record cannot be put into words", e);
        }
        return line.toString();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Long) {
            json.writeNumber((Long) value);
        } else if (value instanceof List) {
            json.writeStartArray();
            for (Object text : (List<?>) value) {
                json.writeString((String) text);
            }
            json.writeEndArray();
        } else {
            json.writeString((String) value);
        }
    }
}
