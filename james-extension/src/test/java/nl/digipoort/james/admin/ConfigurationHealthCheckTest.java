// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import nl.digipoort.james.configuration.Finding;
import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.configuration.TestFindings;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ConfigurationHealthCheckTest {
    private static final Finding WEAK = Finding.weakening("a.xml", "it is weak", "strengthen it");
    private static final Finding BROKEN = Finding.breaking("b.xml", "it is broken", "mend it");

    @Test
    void isHealthyWhereNothingIsFound() {
        assertThat(look(TestFindings.registered()).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void isDegradedByWhatWeakensAGuarantee() {
        Result result = look(TestFindings.registered(WEAK));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result.getCause()).contains("a.xml: it is weak; strengthen it");
    }

    @Test
    void isUnhealthyByWhatBreaksOneAndSaysThatFirst() {
        Result result = look(TestFindings.registered(WEAK, BROKEN));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause()).contains("b.xml: it is broken; mend it | a.xml: it is weak; strengthen it");
    }

    /** A James that names the check alone, without the module that would bind what it asks. */
    @Test
    void saysThatTheModuleIsNotNamed() {
        Result result = look(Guice.createInjector().getInstance(Findings.class));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause().orElseThrow())
                .contains("write guice.extension.module=nl.digipoort.james.module.DigipoortModule")
                .contains("write guice.extension.startable=nl.digipoort.james.module.DigipoortStartable");
    }

    private static Result look(Findings findings) {
        return Mono.from(new ConfigurationHealthCheck(findings).check()).block();
    }
}
