// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({"'', 0", "1, 0", "'1\r', 1", "'1\r2\r12', 2", "'8\r9\r10\r', 10", "'1\r2\r\n', 2"})
    void readsTheLastWholeNumber(String written, int sent) {
        assertThat(Sender.sent(written)).isEqualTo(sent);
    }

    @Test
    void countsAllOfASenderThatEndedWell() throws Exception {
        Sender sender = run("printf '1\\r2\\r\\n'");

        assertThat(sender.accepted()).isEqualTo(2);
        assertThat(sender.failure()).isEmpty();
    }

    @Test
    void leavesOutTheMessageThatASenderFailedAt() throws Exception {
        Sender sender =
                run("printf '1\\r2\\r'; echo '/x/smtp-source: fatal: end of data rejected: 451 no' >&2; exit 1");

        assertThat(sender.accepted()).isEqualTo(1);
        assertThat(sender.failure()).contains("end of data rejected: 451 no");
    }

    @Test
    void tellsTheStatusOfASenderThatSaysNothing() throws Exception {
        assertThat(run("exit 3").failure()).contains("smtp-source ended with 3");
    }

    private Sender run(String script) throws IOException, InterruptedException {
        Sender sender = Sender.start(new ProcessBuilder("sh", "-c", script), scratch.resolve("sender"));
        assertThat(sender.await(LONG)).isTrue();
        return sender;
    }
}
