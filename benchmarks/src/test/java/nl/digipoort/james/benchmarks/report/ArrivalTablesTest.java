// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;
import org.junit.jupiter.api.Test;

class ArrivalTablesTest {
    private static final Map<String, Integer> OK = Map.of();

    @Test
    void putsTheSyncsOfARunOfTheirOwnBesideTheOtherFigures() {
        Phase own = new Phase("arrival-8k", 8, List.of(arrived(OK, 3.0, 40), syncs(3.06)));

        assertThat(report(own, phase(OK, 2.0, 50)))
                .contains("Messages of 8k:")
                .contains("| digipoort | 8 | 80.0 | 40.0 | 3.00 | 1.50 | 3.06 | - |");
    }

    @Test
    void tellsWhichTargetsAreReached() {
        assertThat(report(phase(OK, 3.1, 40), phase(OK, 2.0, 50)))
                .contains("at most 1.5 of Dovecot's | 3.10 ms | at most 3.00 ms | **no** |")
                .contains("at least 0.7 of Dovecot's | 40.0 /s | at least 35.0 /s | **yes** |");
    }

    @Test
    void leavesOutWhatFailed() {
        assertThat(report(phase(Map.of("451 no", 1), 1.0, 99), phase(OK, 2.0, 50)))
                .contains("| digipoort | arrival-8k, 8 | {451 no=1} |")
                .contains("| digipoort | 8 | - | - | - | - | - | - |");
    }

    @Test
    void showsTheFirstSecondsAndTheMinute() {
        ServerResult own = new ServerResult(
                "digipoort",
                "embedded",
                List.of(
                        new Phase("arrival-cold", 10, List.of(arrived(OK, 9.0, 10))),
                        new Phase("arrival-cold", 60, List.of(arrived(OK, 5.0, 20))),
                        phase(OK, 3.0, 40)));

        assertThat(report(List.of(own)))
                .contains("| digipoort | 10 | 20.0 | 10.0 | 9.00 |\n| digipoort | 60 | 40.0 | 20.0 | 5.00 |")
                .doesNotContain("Messages of cold");
    }

    @Test
    void saysNothingWhereNothingWasSent() {
        assertThat(report(List.of())).doesNotContain("## Arrival");
    }

    @Test
    void joinsThePhasesOfOneServer() {
        ServerResult first = new ServerResult("digipoort", "embedded", List.of(phase(OK, 1.0, 1)));
        ServerResult second = new ServerResult("digipoort", "SMTP, embedded", List.of(phase(OK, 2.0, 2)));
        ServerResult other = new ServerResult("dovecot", "LMTP", List.of());

        List<ServerResult> joined = ServerResult.joined(List.of(first), List.of(second, other));

        assertThat(joined).extracting(ServerResult::name).containsExactly("digipoort", "dovecot");
        assertThat(joined.get(0).version()).isEqualTo("embedded");
        assertThat(joined.get(0).phases()).hasSize(2);
    }

    private static String report(Phase own, Phase dovecot) {
        return report(List.of(
                new ServerResult("digipoort", "embedded", List.of(own)),
                new ServerResult("dovecot", "LMTP", List.of(dovecot))));
    }

    private static String report(List<ServerResult> servers) {
        return new Report(new Results("2026-11-29T12:00Z", Map.of(), "", Map.of(), servers)).markdown("");
    }

    private static Phase phase(Map<String, Integer> failures, double cpu, double visible) {
        return new Phase("arrival-8k", 8, List.of(arrived(failures, cpu, visible)));
    }

    private static Sample arrived(Map<String, Integer> failures, double cpu, double visible) {
        Map<String, Double> figures = Map.of(
                Figure.CPU_MILLIS_PER_MESSAGE.key(), cpu,
                Figure.VISIBLE_PER_SECOND.key(), visible,
                Figure.ACCEPTED_PER_SECOND.key(), 2 * visible);
        return new Sample(figures, failures, "");
    }

    private static Sample syncs(double each) {
        return new Sample(Map.of(Figure.SYNCS_PER_MESSAGE.key(), each), OK, "");
    }
}
