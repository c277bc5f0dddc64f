// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON object to read values from. What is missing or null is a dash as text, 0 as a number, an empty object or an empty list. */
public final class JsonObject {
    private static final String NONE = "-";

    private final Map<?, ?> values;

    private JsonObject(Map<?, ?> values) {
        this.values = values;
    }

    /** Empty if the value is no object. */
    public static JsonObject of(Object value) {
        return new JsonObject(value instanceof Map ? (Map<?, ?>) value : Map.of());
    }

    /** The objects of an array; empty if the value is none. */
    public static List<JsonObject> list(Object value) {
        List<JsonObject> objects = new ArrayList<>();
        if (value instanceof List) {
            for (Object element : (List<?>) value) {
                objects.add(of(element));
            }
        }
        return objects;
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public Map<?, ?> values() {
        return values;
    }

    public String text(String key) {
        Object value = values.get(key);
        return value == null ? NONE : value.toString();
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    public long number(String key) {
        Object value = values.get(key);
        return value instanceof Number ? ((Number) value).longValue() : 0;
    }

    public boolean is(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    /** The texts of an array. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (values.get(key) instanceof List) {
            for (Object element : (List<?>) values.get(key)) {
                texts.add(String.valueOf(element));
            }
        }
        return texts;
    }

    public JsonObject object(String key) {
        return of(values.get(key));
    }

    public List<JsonObject> list(String key) {
        return list(values.get(key));
    }
}
