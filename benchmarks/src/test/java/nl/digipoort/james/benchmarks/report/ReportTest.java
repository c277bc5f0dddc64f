// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.benchmarks.floor.OpensslFloor;
import nl.digipoort.james.benchmarks.measure.Figure;
import nl.digipoort.james.benchmarks.measure.Sample;
import nl.digipoort.james.benchmarks.scenario.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String TARGET = "| login, 16 clients: CPU per session, at most 0.65 of Dovecot's | ";

    @TempDir
    private Path scratch;

    @Test
    void tellsThatATargetIsReached() {
        assertThat(report(login(OK, 3.0, 3.2, 9.9), login(OK, 5.0)))
                .contains(TARGET + "3.20 ms | at most 3.25 ms | **yes** |")
                .contains("| digipoort | 16 | - | 3.20 (3.00 to 9.90) | 1.00 | 3.20 |");
    }

    @Test
    void comparesWithTheFloorBesideTheServerWhereThereIsOne() {
        Phase beside = new Phase(OpensslFloor.BESIDE, 1, List.of(sample(OK, 2.0)));

        assertThat(new Report(results(login(OK, 5.0), login(OK, 5.0), beside)).markdown(""))
                .contains("| digipoort | 16 | - | 5.00 | 2.00 | 2.50 |")
                .contains("| dovecot-fast | 16 | - | 5.00 | 1.00 | 5.00 |");
    }

    @Test
    void tellsThatATargetIsMissed() {
        assertThat(report(login(OK, 3.3), login(OK, 5.0))).contains(TARGET + "3.30 ms | at most 3.25 ms | **no** |");
    }

    @Test
    void leavesAPhaseOutInWhichSessionsFailed() {
        assertThat(report(login(Map.of("gone", 2), 3.0), login(OK, 5.0)))
                .contains(TARGET + "- | at most 3.25 ms | not measured |")
                .contains("| digipoort | login, 16 | {gone=2} |");
    }

    @Test
    void putsTheNotesBehindTheTargets() {
        String report = report(login(OK, 3.0), login(OK, 5.0));

        assertThat(report.indexOf("Because of the disk."))
                .isBetween(report.indexOf(TARGET), report.indexOf("## Login"));
    }

    @Test
    void readsWhatItHasWritten() throws IOException {
        Results results = results(login(OK, 3.0), login(OK, 5.0));
        Path file = scratch.resolve("results/results.json");

        results.write(file);

        assertThat(Results.read(file)).isEqualTo(results);
    }

    private static final Map<String, Integer> OK = Map.of();

    private static String report(Phase own, Phase dovecot) {
        return new Report(results(own, dovecot)).markdown("Because of the disk.\n");
    }

    private static Results results(Phase own, Phase dovecot, Phase... besideOwn) {
        Phase floor = new Phase("handshake", 1, List.of(sample(OK, 1.0)));
        return new Results(
                "2026-11-24T12:00Z",
                Map.of("processors", "2"),
                "",
                Map.of("warm-up", "120 s"),
                List.of(
                        new ServerResult("openssl", "s_server", List.of(floor)),
                        new ServerResult("digipoort", "embedded", phases(own, besideOwn)),
                        new ServerResult("dovecot-fast", "Dovecot", List.of(dovecot))));
    }

    private static List<Phase> phases(Phase first, Phase... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).toList();
    }

    private static Phase login(Map<String, Integer> failures, double... cpuMillis) {
        return new Phase(
                "login",
                16,
                Arrays.stream(cpuMillis)
                        .mapToObj(value -> sample(failures, value))
                        .toList());
    }

    private static Sample sample(Map<String, Integer> failures, double cpuMillis) {
        return new Sample(
                Map.of(Figure.CPU_MILLIS_PER_SESSION.key(), cpuMillis), failures, "TLSv1.3 TLS_AES_128_GCM_SHA256");
    }
}
