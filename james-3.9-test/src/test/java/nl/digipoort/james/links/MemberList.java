// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the jar uses of the parts of James 3.9.0 that Maven Central does not have: a type a line, {@code type.member}, or
 * {@code abstract type.method} for what a type leaves to those who implement it. It was looked up in the sources of James 3.9.0: see
 * docs/assurance/james-3.9.md for the command.
 */
record MemberList(Set<String> used, Set<String> left) {
    private static final String LEFT = "abstract ";
    private static final String HEAD =
            "# Written by MemberList: what the jar uses of those parts of James 3.9.0 that Maven Central lacks.";

    static MemberList read() throws IOException {
        try (InputStream stream = MemberList.class.getResourceAsStream("/james-3.9.0-members.txt")) {
            Set<String> lines = new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new MemberList(
                    lines.stream().filter(line -> !line.startsWith(LEFT)).collect(Collectors.toSet()),
                    lines.stream()
                            .filter(line -> line.startsWith(LEFT))
                            .map(line -> line.substring(LEFT.length()))
                            .collect(Collectors.toSet()));
        }
    }

    /** Arguments: the jar, the folder of what Central has, the folder with the sources of James, the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path central = Path.of(arguments[1]);
        Links known = new Links(Classes.of(jar), Classes.of(jar, central));
        Sources sources = Sources.of(Path.of(arguments[2]), central);
        Links whole = new Links(Classes.of(jar), Classes.of(jar, central).with(sources));
        Set<String> lines = new TreeSet<>();
        known.used().forEach((line, isThere) -> {
            if (!isThere && whole.has(line)) {
                lines.add(line);
            }
        });
        Set<String> left = new TreeSet<>(whole.left());
        left.removeAll(known.left());
        left.forEach(line -> lines.add(LEFT + line));
        lines.add(HEAD);
        Files.write(Path.of(arguments[3]), lines);
    }
}
