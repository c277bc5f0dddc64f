// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects of JSON, one a line, read strictly. Stateless. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(String line) throws MoveException {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            // without the location, which quotes the text: it may be a secret
            throw new MoveException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String text(JsonNode object, String key) throws MoveException {
        JsonNode value = object.path(key);
        if (!value.isTextual()) {
            throw new MoveException("no text \"" + key + '"');
        }
        return value.textValue();
    }

    static long number(JsonNode object, String key) throws MoveException {
        JsonNode value = object.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new MoveException("no number \"" + key + '"');
        }
        return value.longValue();
    }
}
