// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spin visits all states of the formal model of the lock. The switches are explained in the model's README. */
class MaildropModelIT {
    private static final Path MODEL = Distribution.project().resolve("docs/assurance/model/maildrop.pml");
    private static final String IN_USE_BY_TWO = "owns[1]";
    private static final String OUT_OF_ORDER = "mail==(appended+1)";
    private static final String DELETED_BY_A_STRANGER = "rightful";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"", "TWO_SESSIONS CLOCK_STEPS", "TWO_SESSIONS BREAK", "TWO_SESSIONS OLD_RULE"})
    void holds(String switches) throws Exception {
        assertThat(check(switches))
                .contains("errors: 0")
                .doesNotContain("assertion violated", "max search depth too small");
    }

    @Test
    void findsTheFaultOfAClockThatLeaps() throws Exception {
        assertThat(check("TWO_SESSIONS OLD_RULE CLOCK_STEPS")).contains("assertion violated", IN_USE_BY_TWO);
    }

    @Test
    void needsTheMarginForClocksThatDrift() throws Exception {
        assertThat(check("TWO_SESSIONS NO_MARGIN")).contains("assertion violated", IN_USE_BY_TWO);
    }

    @Test
    void needsStepsThatAreShorterThanWhatIsLeftOfTheLease() throws Exception {
        assertThat(check("TWO_SESSIONS SLOW_STEP")).contains("assertion violated", IN_USE_BY_TWO);
    }

    @Test
    void needsTheStoresConfirmationAtQuit() throws Exception {
        assertThat(check("TWO_SESSIONS BREAK NO_CONFIRMATION")).contains("assertion violated", DELETED_BY_A_STRANGER);
    }

    @Test
    void needsTheLookAtOlderMail() throws Exception {
        assertThat(check("NO_ORDER")).contains("assertion violated", OUT_OF_ORDER);
    }

    @Test
    void freesTheMaildropOfADeadHolder() throws Exception {
        compile("TWO_SESSIONS", "-DNFAIR=3");

        assertThat(spin().run("./pan", "-a", "-f", "-m1000000"))
                .contains("errors: 0", "fairness enabled")
                .doesNotContain("max search depth too small");
    }

    /** Returns Spin's report on the safety of the model, with or without an error. */
    private String check(String switches) throws Exception {
        compile(switches, "-DSAFETY", "-DNOCLAIM");
        return spin().run("./pan", "-m1000000");
    }

    private void compile(String switches, String... options) throws Exception {
        List<String> spin = new ArrayList<>(List.of("spin", "-a"));
        Stream.of(switches.split(" ")).filter(name -> !name.isEmpty()).forEach(name -> spin.add("-D" + name));
        spin.add(MODEL.toString());
        spin().run(spin.toArray(String[]::new));

        List<String> gcc = new ArrayList<>(List.of("gcc", "-w", "-O2", "-DCOLLAPSE", "-DMEMLIM=2048"));
        gcc.addAll(Arrays.asList(options));
        gcc.addAll(List.of("-o", "pan", "pan.c"));
        spin().run(gcc.toArray(String[]::new));
    }

    private RealClient spin() throws Exception {
        return RealClient.in(scratch).where("spin", "-V").where("gcc", "--version");
    }
}
