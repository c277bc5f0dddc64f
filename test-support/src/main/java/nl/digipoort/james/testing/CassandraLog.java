// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node of Cassandra says of the others in its log. */
final class CassandraLog {
    private static final Pattern STATE =
            Pattern.compile("(?:Node|InetAddress) (/[0-9.:]+) (?:is now |state |has )(UP|DOWN|NORMAL|restarted)\\b");

    private final Path file;

    CassandraLog(Path file) {
        this.file = file;
    }

    /** Who is up, and has said which part of the ring it has. */
    Set<String> up() throws IOException {
        Set<String> up = new HashSet<>();
        Set<String> normal = new HashSet<>();
        Matcher states = STATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (states.find()) {
            String node = states.group(1);
            switch (states.group(2)) {
                case "UP" -> up.add(node);
                case "NORMAL" -> normal.add(node);
                default -> up.remove(node);
            }
        }
        up.retainAll(normal);
        return up;
    }
}
