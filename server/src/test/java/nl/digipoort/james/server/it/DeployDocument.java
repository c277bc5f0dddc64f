// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of docs/operate/deploy.md, as the archive has it. */
final class DeployDocument {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private final Path unpacked;

    DeployDocument(Path unpacked) {
        this.unpacked = unpacked;
    }

    /** The lines of the first block of the shell that has this text. */
    List<String> block(String text) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(unpacked.resolve("docs/operate/deploy.md")));
        return blocks.results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow()
                .lines()
                .toList();
    }
}
