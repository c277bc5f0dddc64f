// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes and parses lines of the trail. */
final class AuditLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLines() {}

    /** A line that is no record, for tests that do not look at the chain. */
    static AuditLine text(String text) {
        return last -> text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The first line of a chain. */
    static String first(AuditLine line) {
        return new String(line.after(ChainHead.NONE), StandardCharsets.US_ASCII);
    }

    static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + line, e);
        }
    }

    /** The fields in order; a list as its JSON. */
    static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        parse(line)
                .fields()
                .forEachRemaining(field -> fields.put(
                        field.getKey(),
                        field.getValue().isContainerNode()
                                ? field.getValue().toString()
                                : field.getValue().asText()));
        return fields;
    }
}
