// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A text with one JSON object a line. */
public final class JsonLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /** The objects of a file; a line that is no JSON object, as one that was cut short, is skipped. */
    public static List<Map<String, Object>> read(Path file) throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                objects.add(MAPPER.readerForMapOf(Object.class).readValue(line));
            } catch (IOException e) {
                // half a line
            }
        }
        return objects;
    }

    /** Writes records, beans or maps. */
    public static void write(Path file, List<?> objects) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Object object : objects) {
            lines.add(MAPPER.writeValueAsString(object));
        }
        Files.write(file, lines);
    }
}
