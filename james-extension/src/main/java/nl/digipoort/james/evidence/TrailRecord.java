// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of the trail, parsed strictly, so that no two readers can read it in two ways: ASCII, texts, whole numbers and lists of texts
 * only, no field twice, and the first fields in their order. Immutable.
 */
final class TrailRecord {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    private static final int MOST_DIGITS = 19;
    /** Longer than any text of ours, so that what is remembered of a record has a bound. */
    private static final int LONGEST_TEXT = 1024;

    private static final List<String> FIRST_OF_1 = List.of("v", "time", "event", "node");
    private static final List<String> FIRST_OF_2 = List.of("v", "seq", "prev", "time", "event", "node");

    private final Map<String, Object> fields;

    private TrailRecord(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Empty if the line is no record of version 1 or 2. */
    static Optional<TrailRecord> parse(Line line) {
        byte[] octets = line.octets();
        if (octets.length == 0 || octets[0] != '{' || octets[octets.length - 1] != '}' || !isPrintable(octets)) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(octets)) {
            TrailRecord record = new TrailRecord(fields(parser));
            return record.isWellFormed() ? Optional.of(record) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // whatever the reason: it is no record
            return Optional.empty();
        }
    }

    private static boolean isPrintable(byte[] octets) {
        for (byte octet : octets) {
            if (octet < ' ' || octet > '~') {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Object> fields(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(fields.put(name, value(parser, parser.nextToken())) == null);
        }
        expect(parser.currentToken() == JsonToken.END_OBJECT);
        expect(parser.nextToken() == null);
        return fields;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING:
                return text(parser);
            case VALUE_NUMBER_INT:
                expect(parser.getTextLength() <= MOST_DIGITS);
                return parser.getLongValue();
            case VALUE_TRUE:
            case VALUE_FALSE:
                return parser.getBooleanValue();
            case START_ARRAY:
                List<String> texts = new ArrayList<>();
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.add(text(parser));
                }
                expect(parser.currentToken() == JsonToken.END_ARRAY);
                return texts;
            default:
                throw new IllegalArgumentException("no value of a record");
        }
    }

    private static String text(JsonParser parser) throws IOException {
        expect(parser.getTextLength() <= LONGEST_TEXT);
        return parser.getText();
    }

    private static void expect(boolean held) {
        if (!held) {
            throw new IllegalArgumentException("no record");
        }
    }

    private boolean isWellFormed() {
        boolean named = fields.get("time") instanceof String
                && fields.get("event") instanceof String
                && fields.get("node") instanceof String;
        if (version() == 1) {
            return named && startsWith(FIRST_OF_1);
        }
        return named && version() == 2 && startsWith(FIRST_OF_2) && seq() > 0 && Octets.isSha256(prev());
    }

    private boolean startsWith(List<String> names) {
        Iterator<String> found = fields.keySet().iterator();
        return names.stream().allMatch(name -> found.hasNext() && found.next().equals(name));
    }

    long version() {
        return number("v");
    }

    long seq() {
        return number("seq");
    }

    String prev() {
        return text("prev").orElse("");
    }

    String time() {
        return text("time").orElse("");
    }

    String event() {
        return text("event").orElse("");
    }

    boolean is(String event) {
        return event().equals(event);
    }

    String node() {
        return text("node").orElse("");
    }

    Optional<String> text(String field) {
        Object value = fields.get(field);
        return value instanceof String ? Optional.of((String) value) : Optional.empty();
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    boolean has(String field, String value) {
        return value.equals(fields.get(field));
    }

    /** 0 if there is no such number. */
    long number(String field) {
        Object value = fields.get(field);
        return value instanceof Long ? (Long) value : 0;
    }

    /** Empty if there is no such list. */
    List<String> texts(String field) {
        Object value = fields.get(field);
        List<String> texts = new ArrayList<>();
        if (value instanceof List) {
            ((List<?>) value).forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    /** The fields after those that every record has. */
    Map<String, Object> described() {
        Map<String, Object> others = new LinkedHashMap<>(fields);
        others.keySet().removeAll(FIRST_OF_2);
        return others;
    }

    /** The name of the last field. */
    String lastField() {
        String last = "";
        for (String name : fields.keySet()) {
            last = name;
        }
        return last;
    }
}
