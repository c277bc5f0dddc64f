// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import spark.Request;

/** The body of a request that is one JSON object, read strictly. Stateless. */
final class JsonBody {
    private final ObjectMapper json = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /**
     * The object; empty if the body is something else.
     *
     * @throws spark.HaltException with 411 or 413 for its length
     */
    Optional<JsonNode> read(Request request) {
        BodyLength.check(request);
        try {
            return Optional.ofNullable(json.readTree(request.body())).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
