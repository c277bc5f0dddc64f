// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static org.assertj.core.api.Assertions.assertThat;

import nl.digipoort.james.audit.AuditEvent;
import nl.digipoort.james.audit.AuditRecord;
import nl.digipoort.james.audit.TestAudit;
import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AuditHealthCheckTest {
    private static final long MEBI = 1024 * 1024;

    @Test
    void isHealthyWhileTheTrailCanBeWrittenAndThereIsSpace() {
        TestAudit audit = new TestAudit("<rotateAt>7</rotateAt>");
        audit.leaves(7 * MEBI);

        assertThat(look(audit).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(audit.lines()).isEmpty();
    }

    @Test
    void isUnhealthyWhenNothingCanBeHandedOverAndSaysNothingOfWhere() {
        TestAudit audit = new TestAudit();
        audit.breakDown(true);

        Result result = look(audit);

        assertThat(result.getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result.getCause())
                .contains("The audit trail cannot be written: no message is handed over or deleted");
        assertThat(result.getError()).isPresent();
    }

    @Test
    void isDegradedWhereTheOperatorWantsToGoOnUnrecorded() {
        TestAudit audit = new TestAudit("<whenNotWritten>goOn</whenNotWritten>");
        audit.breakDown(true);

        Result result = look(audit);

        assertThat(result.getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result.getCause()).contains("The audit trail cannot be written: what is done is not recorded");
    }

    @Test
    void isHealthyAgainOnceTheGapIsWritten() {
        TestAudit audit = new TestAudit();
        audit.breakDown(true);
        audit.trail().note(AuditRecord.of(AuditEvent.LOGIN));
        assertThat(look(audit).getStatus()).isEqualTo(ResultStatus.UNHEALTHY);

        audit.breakDown(false);

        assertThat(look(audit).getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(audit.records("event", "missing")).containsExactly("gap 1");
    }

    @Test
    void isDegradedBeforeTheDiskIsFull() {
        TestAudit audit = new TestAudit("<rotateAt>7</rotateAt>");
        audit.leaves(7 * MEBI - 1);

        Result result = look(audit);

        assertThat(result.getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result.getCause())
                .contains("The disk of the audit trail has less space left than one of its files may take");
    }

    @Test
    void isHealthyWithoutATrail() {
        TestAudit audit = new TestAudit("<destination>none</destination>");
        audit.breakDown(true);

        assertThat(look(audit).getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void doesNotBlockTheThreadThatAsks() {
        Thread asking = Thread.currentThread();
        Thread[] looking = new Thread[1];

        Mono.from(new AuditHealthCheck(new TestAudit().trail()).check())
                .doOnNext(result -> looking[0] = Thread.currentThread())
                .block();

        assertThat(looking[0]).isNotNull().isNotSameAs(asking);
    }

    private Result look(TestAudit audit) {
        return Mono.from(new AuditHealthCheck(audit.trail()).check()).block();
    }
}
