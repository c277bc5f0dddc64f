// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/clients/clients.md explains every error line, and none that there is not. */
class ClientsDocumentTest {
    private static final Pattern IN_THE_CODE =
            Pattern.compile("Reply\\s*\\.error\\(\\s*(?:ResponseCode\\.(\\w+),\\s*)?\"([^\"]+)\"");
    private static final Pattern IN_THE_DOCUMENT = Pattern.compile("(?m)^\\| `-ERR ([^`]+)` \\|");
    private static final Map<String, String> ON_THE_WIRE = Map.of(
            "AUTH",
            "[AUTH] ",
            "IN_USE",
            "[IN-USE] ",
            "LOGIN_DELAY",
            "[LOGIN-DELAY] ",
            "SYS_TEMP",
            "[SYS/TEMP] ",
            "SYS_PERM",
            "[SYS/PERM] ");

    @Test
    void explainsEveryErrorLine() throws IOException {
        Set<String> explained = new TreeSet<>();
        Matcher rows =
                IN_THE_DOCUMENT.matcher(Files.readString(Distribution.project().resolve("docs/clients/clients.md")));
        while (rows.find()) {
            explained.add(rows.group(1));
        }

        assertThat(explained).isEqualTo(errorLines());
    }

    /** RFC 1939 section 3, RFC 2449 sections 4, 6.4 and 8: printable, short, and a bracket only where a code is. */
    @Test
    void writesEveryErrorLineAsTheStandardsWant() throws IOException {
        Set<String> codes = Set.copyOf(ON_THE_WIRE.values());

        assertThat(errorLines()).hasSizeGreaterThan(20).allSatisfy(line -> {
            assertThat("-ERR " + line).matches("[ -~]{1,510}");
            assertThat(codes.stream().anyMatch(line::startsWith)).isEqualTo(line.startsWith("["));
        });
    }

    private static Set<String> errorLines() throws IOException {
        Set<String> lines = new TreeSet<>();
        for (Path source : sources()) {
            Matcher replies = IN_THE_CODE.matcher(Files.readString(source));
            while (replies.find()) {
                String code = replies.group(1) == null ? "" : ON_THE_WIRE.get(replies.group(1));
                lines.add(code + replies.group(2));
            }
        }
        return lines;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Distribution.project().resolve("james-extension/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
