// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a record as one line of JSON in ASCII. Control characters and non-ASCII characters are escaped, so that text from a stranger
 * cannot begin another line or field, or control a terminal. Thread-safe.
 */
final class AuditJson {
    /** The version of the schema, docs/reference/audit.schema.json. It increases when a field changes its meaning. */
    static final int VERSION = 2;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_NODE = 255;

    /** For all that is written into the trail, or looked for in it. */
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final String node;

    /** @param node the name of this server that operators see */
    AuditJson(String node) {
        this.node = node.substring(0, Math.min(node.length(), LONGEST_NODE));
    }

    AuditLine line(AuditRecord record, Instant time) {
        String fields = fields(record, time);
        return last -> (place(last) + fields).getBytes(StandardCharsets.US_ASCII);
    }

    /** A checkpoint, which is signed when it has its place. */
    CheckpointLine checkpoint(AuditRecord record, Instant time, Optional<SigningKey> key) {
        String fields = fields(record, time);
        return new CheckpointLine(fields.substring(0, fields.length() - 1), key);
    }

    /** The begin of a record, up to the fields that are known before it has its place. */
    static String place(ChainHead last) {
        return "{\"v\":" + VERSION + ",\"seq\":" + (last.seq() + 1) + ",\"prev\":\"" + last.hash() + "\",";
    }

    /** A time as records have it. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** The fields that are known before the record has its place, and the end of the object. */
    private String fields(AuditRecord record, Instant time) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time(time));
        line.put("event", record.event().wire());
        line.put("node", node);
        record.fields().forEach((field, value) -> line.put(field.wire(), value));
        try {
            return MAPPER.writeValueAsString(line).substring(1);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a record cannot be put into words", e);
        }
    }
}
