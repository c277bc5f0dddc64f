// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final List<String> ALL = List.of(
            "CAPA", "STLS", "QUIT", "AUTH", "USER", "PASS", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET",
            "NOOP", "APOP", "XTND", "HELO");

    @ParameterizedTest
    @CsvSource({
        "STANDARD, CLEAR, CAPA STLS QUIT",
        "STRICT, CLEAR, STLS QUIT",
        "STANDARD, SECURED, CAPA QUIT AUTH USER PASS",
        "STRICT, SECURED, CAPA QUIT AUTH USER PASS",
        "STANDARD, TRANSACTION, CAPA QUIT STAT LIST UIDL RETR TOP DELE RSET NOOP",
        "STRICT, TRANSACTION, CAPA QUIT STAT LIST UIDL RETR TOP DELE RSET NOOP",
    })
    void letsThroughExactlyThese(Mode mode, Phase phase, String allowed) {
        Gate gate = new Gate(Pop3Settings.of(mode));

        Set<String> passed = ALL.stream()
                .filter(keyword -> gate.refuse(phase, command(keyword)).isEmpty())
                .collect(Collectors.toSet());

        assertThat(passed).isEqualTo(new HashSet<>(Arrays.asList(allowed.split(" "))));
    }

    @Test
    void saysTheSameBeforeTlsWhateverIsAsked() {
        Gate gate = new Gate(Pop3Settings.of(Mode.STRICT));

        Set<String> refusals =
                List.of("USER x", "PASS", "CAPA", "XTND", "RETR 1", "STLS now", "STLS  ", "QUIT now", "CAPA x").stream()
                        .map(keyword -> gate.refuse(Phase.CLEAR, command(keyword))
                                .orElseThrow()
                                .statusLine())
                        .collect(Collectors.toSet());

        assertThat(refusals).hasSize(1);
        assertThat(gate.refuse(Phase.CLEAR, Optional.empty()).orElseThrow().statusLine())
                .isEqualTo(refusals.iterator().next());
    }

    @Test
    void leavesArgumentsToTheCommandUnderTls() {
        Gate gate = new Gate(Pop3Settings.of(Mode.STANDARD));

        assertThat(gate.refuse(Phase.SECURED, command("USER x"))).isEmpty();
        assertThat(gate.refuse(Phase.SECURED, command("QUIT now"))).isEmpty();
    }

    @Test
    void forgivesASpaceAtTheEndBeforeTls() {
        Gate gate = new Gate(Pop3Settings.of(Mode.STANDARD));

        assertThat(gate.refuse(Phase.CLEAR, command("STLS "))).isEmpty();
    }

    @Test
    void tellsACommandThatIsNoneFromOneForAnotherTime() {
        Gate gate = new Gate(Pop3Settings.of(Mode.STANDARD));

        assertThat(refusal(gate, Phase.SECURED, "RETR"))
                .isEqualTo(refusal(gate, Phase.TRANSACTION, "PASS"))
                .isNotEqualTo(refusal(gate, Phase.SECURED, "XTND"));
        assertThat(gate.refuse(Phase.TRANSACTION, Optional.empty())
                        .orElseThrow()
                        .statusLine())
                .isEqualTo(refusal(gate, Phase.TRANSACTION, "XTND"));
    }

    private static String refusal(Gate gate, Phase phase, String keyword) {
        return gate.refuse(phase, command(keyword + " x")).orElseThrow().statusLine();
    }

    private static Optional<CommandLine> command(String line) {
        return CommandLine.parse(line.getBytes(UTF_8));
    }
}
