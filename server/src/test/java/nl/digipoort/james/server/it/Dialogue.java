// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that we did not write, and that is talked to line by line. It is ended when this is closed, and after two minutes. */
final class Dialogue implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final List<String> printed = new ArrayList<>();

    private Dialogue(Process process) {
        this.process = process;
        this.output = process.inputReader(ISO_8859_1);
        this.input = process.outputWriter(ISO_8859_1);
    }

    /** Skips the calling test if the program is missing, except with {@code CI=true}. */
    static Dialogue with(String... command) throws IOException {
        RealClient.require(command[0]);
        List<String> limited = new ArrayList<>(List.of("timeout", "120"));
        limited.addAll(List.of(command));
        return new Dialogue(
                new ProcessBuilder(limited).redirectErrorStream(true).start());
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The next line in which that is found, on either of its streams. */
    Matcher read(Pattern wanted) throws IOException {
        while (true) {
            String line = output.readLine();
            assertThat(line).as("%s in %s", wanted, printed).isNotNull();
            printed.add(line);
            Matcher matcher = wanted.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
