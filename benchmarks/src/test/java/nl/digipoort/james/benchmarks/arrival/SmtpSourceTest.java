// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nl.digipoort.james.benchmarks.client.Account;
import nl.digipoort.james.benchmarks.peer.Loopback;
import org.junit.jupiter.api.Test;

class SmtpSourceTest {
    @Test
    void makesAConnectionForEachMessage() {
        assertThat(command(Protocol.SMTP, false))
                .doesNotContain("-d", "-L")
                .containsSubsequence("-s", "1", "-m", "7", "-l", "8192", "-t", "a@b.example", "inet:127.0.0.1:2525");
    }

    @Test
    void keepsTheConnectionWhereThatIsAskedFor() {
        assertThat(command(Protocol.LMTP, true)).contains("-d", "-L");
    }

    private static List<String> command(Protocol protocol, boolean oneConnection) {
        return new SmtpSource(Path.of("smtp-source"), Optional.empty(), oneConnection)
                .command(protocol, Loopback.at(2525), new Account("a@b.example", "geheim"), 7, Size.parse("8k"));
    }
}
