// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-24T03:33:54.007999Z");

    private final AuditJson json = new AuditJson("node-1");

    @Test
    void writesOneObjectInTheOrderOfTheFields() {
        AuditRecord record = AuditRecord.of(AuditEvent.RETRIEVAL_ENDED)
                .with(AuditField.OCTETS, 1234)
                .with(AuditField.SESSION, "6f1c9a")
                .with(AuditField.UNIQUE_IDS, List.of("1.2", "1.3"));

        assertThat(AuditLines.first(json.line(record, NOW)))
                .isEqualTo(
                        "{\"v\":2,\"seq\":1,\"prev\":\"" + "0".repeat(64)
                                + "\",\"time\":\"2026-11-24T03:33:54.007Z\",\"event\":\"retrieval-ended\","
                                + "\"node\":\"node-1\",\"session\":\"6f1c9a\",\"uniqueIds\":[\"1.2\",\"1.3\"],\"octets\":1234}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna\r\n{\"event\":\"login\"}",
                "\",\"outcome\":\"OK\",\"x\":\"",
                "a\\",
                "\u0000\u001b[2J\u007f",
                "caf\u00e9 \u202egnp.exe \u2028 \ud83d\ude00",
            })
    void keepsAStrangersTextWithinItsField(String text) {
        String line =
                AuditLines.first(json.line(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, text), NOW));

        assertThat(line).matches("[\\x20-\\x7f]*");
        assertThat(AuditLines.fields(line)).hasSize(7).containsEntry("user", text);
    }

    @Test
    void cutsWhatIsTooLong() {
        AuditRecord record = AuditRecord.of(AuditEvent.LOGIN)
                .with(AuditField.USER, "x".repeat(300))
                .with(AuditField.MESSAGE_ID, "y".repeat(2000));

        assertThat(AuditLines.fields(AuditLines.first(json.line(record, NOW))))
                .containsEntry("user", "x".repeat(255))
                .containsEntry("messageId", "y".repeat(998));
    }

    @Test
    void replacesHalvesOfCharacters() {
        String pair = "\ud83d\ude00";
        String text = "\ude00a\ud83d" + pair + "x".repeat(249) + pair;

        assertThat(AuditLines.fields(AuditLines.first(
                        json.line(AuditRecord.of(AuditEvent.LOGIN).with(AuditField.USER, text), NOW))))
                .containsEntry("user", "\ufffda\ufffd" + pair + "x".repeat(249) + "\ufffd");
    }
}
