// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages of the project: the Markdown files of its folder and of {@code docs/}, and the page about the benchmarks. */
final class Documents {
    private Documents() {}

    static List<Path> all() throws IOException {
        Path project = Distribution.project();
        try (Stream<Path> root = Files.list(project);
                Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.of(root, docs, Stream.of(project.resolve("benchmarks/README.md")))
                    .flatMap(files -> files)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static String read(String name) throws IOException {
        return Files.readString(Distribution.project().resolve(name));
    }
}
