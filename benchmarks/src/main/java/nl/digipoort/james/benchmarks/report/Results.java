// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The results of one run, as stored in {@code benchmarks/results/}.
 *
 * @param date of its start, ISO 8601
 * @param machine properties of the machine by name
 * @param commandLine the options that were given
 * @param plan durations and counts by name
 */
public record Results(
        String date,
        Map<String, String> machine,
        String commandLine,
        Map<String, String> plan,
        List<ServerResult> servers) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    public static Results read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Results.class);
    }
}
