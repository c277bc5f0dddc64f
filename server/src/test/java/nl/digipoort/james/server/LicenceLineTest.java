// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every source file names the licence of the project at its head, in the form that the tools of SPDX read. */
class LicenceLineTest {
    private static final String LICENCE = "SPDX-License-Identifier: Apache-2.0";
    private static final Set<String> ENDINGS = Set.of("java", "c", "js", "mjs", "css", "html", "sh", "py", "pl", "cs");

    /** What git ignores, and git itself: anywhere, and at the top. */
    private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "target", "node_modules");

    private static final Set<String> NOT_OURS_AT_THE_TOP = Set.of("home", "deployment");

    @Test
    void standsAtTheHeadOfEverySourceFile() throws Exception {
        List<Path> sources = sources();

        assertThat(sources).hasSizeGreaterThan(1000);
        assertThat(sources).filteredOn(file -> !namesTheLicence(file)).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        Path project = Distribution.project().normalize();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped = NOT_OURS.contains(name)
                        || (directory.getParent().equals(project) && NOT_OURS_AT_THE_TOP.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && isSource(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isSource(Path file) throws IOException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? head(file, 1).startsWith("#!") : ENDINGS.contains(name.substring(dot + 1));
    }

    private static boolean namesTheLicence(Path file) {
        try {
            return head(file, 2).contains(LICENCE);
        } catch (IOException e) {
            return false;
        }
    }

    /** So many lines, of which the first may be that of the interpreter or the document type. */
    private static String head(Path file, int lines) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
            StringBuilder head = new StringBuilder();
            String line = reader.readLine();
            for (int i = 0; i < lines && line != null; i++) {
                head.append(line).append('\n');
                line = reader.readLine();
            }
            return head.toString();
        }
    }
}
