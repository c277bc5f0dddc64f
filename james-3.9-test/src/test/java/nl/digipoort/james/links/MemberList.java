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
 * What the jar uses of the parts of James 3.9.0 that Maven Central does not have: a type a line, or {@code type.member}. With {@code final
 * type} if nobody may extend it, and {@code abstract type.method} for what it leaves to those who do, wherever above it that is declared. It
 * was looked up in the sources of James 3.9.0: see docs/assurance/james-3.9.md for the command.
 */
record MemberList(Set<String> used, Set<String> left, Set<String> finals) {
    private static final String LEFT = "abstract ";
    private static final String FINAL = "final ";
    private static final String HEAD =
            "# Written by MemberList: what the jar uses of those parts of James 3.9.0 that Maven Central lacks.";

    static MemberList read() throws IOException {
        try (InputStream stream = MemberList.class.getResourceAsStream("/james-3.9.0-members.txt")) {
            Set<String> lines = new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new MemberList(
                    lines.stream()
                            .filter(line -> !line.startsWith(LEFT) && !line.startsWith(FINAL))
                            .collect(Collectors.toSet()),
                    after(LEFT, lines),
                    after(FINAL, lines));
        }
    }

    private static Set<String> after(String word, Set<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .collect(Collectors.toSet());
    }

    /**
     * @param central the folder of the jars that Central has
     * @param james the folder with the sources of James
     */
    static MemberList of(Path jar, Path central, Path james) throws IOException {
        Sources sources = Sources.of(james, central);
        Links known = new Links(Classes.of(jar), Classes.of(jar, central));
        Links whole = new Links(Classes.of(jar), Classes.of(jar, central).with(sources));
        MemberList list = new MemberList(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        known.used().forEach((line, isThere) -> {
            if (!isThere && whole.has(line)) {
                list.used.add(line);
            }
            if (!isThere && line.indexOf('.') < 0) {
                sources.left(line).forEach(method -> list.left.add(line + "." + method));
                sources.find(line).filter(ClassFacts::isFinal).ifPresent(facts -> list.finals.add(line));
            }
        });
        return list;
    }

    private void write(Path file) throws IOException {
        Set<String> lines = new TreeSet<>(used);
        left.forEach(line -> lines.add(LEFT + line));
        finals.forEach(line -> lines.add(FINAL + line));
        lines.add(HEAD);
        Files.write(file, lines);
    }

    /** Arguments: the jar, the folder of what Central has, the folder with the sources of James, the file to write. */
    public static void main(String[] arguments) throws IOException {
        of(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).write(Path.of(arguments[3]));
    }
}
