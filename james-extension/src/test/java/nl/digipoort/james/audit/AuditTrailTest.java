// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import nl.digipoort.james.clock.TestClocks;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTrailTest {
    private static final AuditRecord RECORD = AuditRecord.of(AuditEvent.LOGIN);

    @Test
    void stampsEachRecordWithTheTime() {
        TestAudit audit = new TestAudit();

        audit.trail().note(RECORD);
        audit.clock().move(Duration.ofMillis(1));
        audit.trail().require(RECORD);

        assertThat(audit.records("time")).containsExactly("1970-01-01T00:16:40.000Z", "1970-01-01T00:16:40.001Z");
    }

    @Test
    void refusesWhatCannotBeRecordedAndTellsOfTheGapAfterwards() {
        TestAudit audit = new TestAudit();
        audit.breakDown(true);

        assertThatThrownBy(() -> audit.trail().require(RECORD)).isInstanceOf(NotRecordedException.class);
        assertThatCode(() -> audit.trail().note(List.of(RECORD, RECORD))).doesNotThrowAnyException();
        assertThat(audit.gap()).isEqualTo(3L);
        audit.breakDown(false);
        audit.trail().note(RECORD);
        audit.trail().note(RECORD);

        assertThat(audit.records("event", "missing")).containsExactly("gap 3", "login", "login");
        assertThat(audit.missing()).isEqualTo(3);
        assertThat(audit.gap()).isEqualTo(0L);
        assertThat(audit.written()).isEqualTo(3);
    }

    @Test
    void findsOutByWritingOfTheGapWhetherItCanBeWrittenAgain() throws Exception {
        TestAudit audit = new TestAudit();
        audit.breakDown(true);
        audit.trail().note(RECORD);

        assertThatThrownBy(() -> audit.trail().probe()).isInstanceOf(IOException.class);
        assertThat(audit.gap()).isEqualTo(1L);
        audit.breakDown(false);
        audit.trail().probe();
        audit.trail().probe();

        assertThat(audit.records("event", "missing")).containsExactly("gap 1");
        assertThat(audit.missing()).isEqualTo(1);
    }

    @Test
    void goesOnUnrecordedWhereTheOperatorWantsThat() {
        TestAudit audit = new TestAudit("<whenNotWritten>goOn</whenNotWritten>");
        audit.breakDown(true);

        assertThatCode(() -> audit.trail().require(RECORD)).doesNotThrowAnyException();
        assertThat(audit.missing()).isEqualTo(1);
    }

    @Test
    void writesNothingWhenItIsSwitchedOff() {
        TestAudit audit = new TestAudit("<destination>none</destination>");
        audit.breakDown(true);

        audit.trail().require(RECORD);

        assertThat(audit.missing()).isZero();
    }

    @Test
    void doesNotStartWithAFileThatCannotBeOpened(@TempDir Path directory) {
        AuditTrails trails = new AuditTrails(
                TestAudit.settings("<key>none</key>"),
                place -> directory,
                Clock.systemUTC(),
                TestClocks.system(),
                new AuditMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()),
                TestAudit.noHeads());

        assertThatThrownBy(() -> trails.open("node-1", "node-1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the audit trail " + directory + " cannot be written"
                        + " (pop3server.xml: digipoort.audit.file)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<destination>syslog</destination>|audit.destination is 'syslog'; allowed: file, logger, none",
                "<rotateAt>0</rotateAt>|audit.rotateAt is '0'; allowed: a whole number from 1 to 100000",
                "<keepDays>-1</keepDays>|audit.keepDays is '-1'; allowed: a whole number from 0 to 36500",
                "<sync>yes</sync>|audit.sync is 'yes'; allowed: true, false",
                "<whenNotWritten>ignore</whenNotWritten>|audit.whenNotWritten is 'ignore'; allowed: refuse, goOn",
                "<sha256>1</sha256>|audit.sha256 is '1'; allowed: true, false",
                "<file> </file>|audit.file is missing; allowed: a text",
                "<fil>x</fil>|audit.fil is unknown; allowed are checkpointCommand, checkpointFile, destination, file,"
                        + " keepDays, key, rotateAt, sha256, sync, whenNotWritten",
            })
    void refusesWrongSettings(String elements, String complaint) {
        assertThatThrownBy(() -> TestAudit.settings(elements)).hasMessage("pop3server.xml: " + complaint);
    }
}
