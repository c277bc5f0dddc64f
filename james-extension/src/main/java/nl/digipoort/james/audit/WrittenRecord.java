// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The place in the chain of a line that was read. Records of version 1 have none; the first record after them repeats their hash. Immutable. */
final class WrittenRecord {
    private static final ObjectReader JSON =
            AuditJson.MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int UNCHAINED = 1;

    private final ChainHead head;
    private final String prev;

    private WrittenRecord(ChainHead head, String prev) {
        this.head = head;
        this.prev = prev;
    }

    /** @param line of which each character is an octet; empty if it is no record */
    static Optional<WrittenRecord> parse(String line) {
        try {
            JsonNode record = JSON.readValue(line);
            byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
            long seq = record.path("seq").asLong();
            switch (record.path("v").asInt()) {
                case UNCHAINED:
                    return Optional.of(new WrittenRecord(ChainHead.of(0, octets), ""));
                case AuditJson.VERSION:
                    return Optional.of(new WrittenRecord(
                                    ChainHead.of(seq, octets),
                                    record.path("prev").asText()))
                            .filter(written -> seq > 0);
                default:
                    return Optional.empty();
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The text of a field; empty if the line has none, or is no JSON. */
    static Optional<String> field(String line, AuditField field) {
        try {
            JsonNode record = JSON.readValue(line);
            return Optional.ofNullable(record.path(field.wire()).textValue());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    ChainHead head() {
        return head;
    }

    /** Whether it comes directly after the other one. */
    boolean follows(WrittenRecord before) {
        return head.seq() == 0 || (head.seq() == before.head.seq() + 1 && prev.equals(before.head.hash()));
    }
}
