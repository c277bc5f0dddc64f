// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import nl.digipoort.james.audit.NotRecordedException;
import nl.digipoort.james.audit.TestAudit;
import nl.digipoort.james.credential.PasswordHash;
import nl.digipoort.james.limits.AccountLimitValues;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.testing.AuditSchema;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

class MoveAuditTest {
    private static final Username ANNA = Username.of("anna@example.org");
    private static final String SHA256 = "0".repeat(64);
    private static final MovedAccount ACCOUNT = new MovedAccount(
            ANNA,
            PasswordHash.of("x", "secret"),
            Optional.empty(),
            AccountLimitValues.EMPTY,
            AccountPolicy.EMPTY,
            3,
            30,
            SHA256);

    private final TestAudit trail = new TestAudit();
    private final MoveAudit audit = new MoveAudit(trail.trail());

    @Test
    void saysWhatTheSchemaSays() throws Exception {
        audit.begins("export", ANNA).done(ACCOUNT);
        audit.begins("import", ANNA).close();

        AuditSchema schema = AuditSchema.read(Path.of("..", "docs", "reference/audit.schema.json"));
        for (String line : trail.lines()) {
            assertThat(schema.problems(line)).as(line).isEmpty();
        }
        assertThat(trail.records("event", "act", "outcome", "user", "messages"))
                .containsExactly(
                        "administration-begun export anna@example.org",
                        "administration-ended export done anna@example.org 3",
                        "administration-begun import anna@example.org",
                        "administration-ended import failed anna@example.org");
        assertThat(trail.lines()).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void letsNothingBeginThatCannotBeRecorded() {
        trail.breakDown(true);

        assertThatThrownBy(() -> audit.begins("import", ANNA)).isInstanceOf(NotRecordedException.class);
    }
}
