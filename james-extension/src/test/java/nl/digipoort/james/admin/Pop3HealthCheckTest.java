// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.configuration.Findings;
import nl.digipoort.james.configuration.TestFindings;
import nl.digipoort.james.transport.BoundListeners;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class Pop3HealthCheckTest {
    private final BoundListeners listeners = new BoundListeners();

    @Test
    void isHealthyWhileAListenerIsBound() {
        listeners.oneMore();

        assertThat(look(TestFindings.registered()).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void isUnhealthyWhenNoneIsBoundAnyMore() {
        listeners.oneMore();
        listeners.noneAnyMore();

        Result result = look(TestFindings.registered());

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause().orElseThrow()).startsWith("No POP3 listener is bound: the server starts or stops");
    }

    /** The startable is what an operator forgets: nothing else says that POP3 never listens. */
    @Test
    void saysWhichLineIsMissingWhenNothingStartsAListener() {
        Result result = look(TestFindings.unstarted());

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause().orElseThrow())
                .startsWith("No POP3 listener is bound: extensions.properties: ")
                .contains("write guice.extension.module=");
    }

    private Result look(Findings findings) {
        return Mono.from(new Pop3HealthCheck(listeners, findings).check()).block();
    }
}
