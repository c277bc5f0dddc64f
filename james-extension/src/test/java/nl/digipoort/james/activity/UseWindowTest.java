// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digipoort.james.activity.Use.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UseWindowTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant FROM = NOON.minus(Duration.ofDays(30));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "DIGEST-MD5, DIGEST-MD5, -",
                "PLAIN, clear-password, -",
                "USER LOGIN, clear-password, -",
                "PLAIN DIGEST-MD5, DIGEST-MD5, clear-password",
                "PLAIN SCRAM-SHA-256, -, clear-password",
                "DIGEST-MD5 SCRAM-SHA-256-PLUS, -, DIGEST-MD5",
                "DIGEST-MD5 EXTERNAL, -, DIGEST-MD5",
                "SCRAM-SHA-256 EXTERNAL, -, -",
                "TLSv1.2, TLSv1.2, -",
                "TLSv1.2 TLSv1.3, -, TLSv1.2",
                "TLSv1.3, -, -",
                "TLSv1.2-CBC, old-cipher TLSv1.2, -",
                "TLSv1.2-RSA TLSv1.2-CBC, old-cipher TLSv1.2, -",
                "TLSv1.2-RSA TLSv1.2, TLSv1.2, old-cipher",
                "TLSv1.2-RSA TLSv1.3, -, old-cipher TLSv1.2",
                "TLSv1, older-TLS, -",
                "TLSv1 TLSv1.1, older-TLS, -",
                "TLSv1.1 TLSv1.2, TLSv1.2, older-TLS",
                "DIGEST-MD5 TLSv1.2, DIGEST-MD5 TLSv1.2, -",
                "DIGEST-MD5 TLSv1.3, DIGEST-MD5, -",
                "SCRAM-SHA-256 TLSv1.2, TLSv1.2, -"
            })
    void needsWhatItUsedWithoutAnythingStronger(String uses, String needs, String also) {
        UseWindow window = UseWindow.of(Uses.of(uses(uses), NOON, "192.0.2.7"), FROM);

        assertThat(window.stillNeeds()).containsExactlyElementsOf(olds(needs));
        assertThat(window.alsoUses()).containsExactlyElementsOf(olds(also));
    }

    @Test
    void leavesOutWhatEndedBeforeIt() {
        Uses uses = Uses.of(Set.of(Use.DIGEST_MD5), FROM.minusMillis(1), "192.0.2.7")
                .and(Uses.of(Set.of(Use.SCRAM_SHA_256, Use.TLS_1_3), FROM, "192.0.2.7"));

        UseWindow window = UseWindow.of(uses, FROM);

        assertThat(window.uses(Use.DIGEST_MD5)).isFalse();
        assertThat(window.uses(Use.SCRAM_SHA_256)).isTrue();
        assertThat(window.uses(OldUse.DIGEST_MD5)).isFalse();
        assertThat(window.alsoUses()).isEmpty();
        assertThat(window.strongest(Family.MECHANISM)).contains(Use.SCRAM_SHA_256);
        assertThat(window.weakest(Family.MECHANISM)).contains(Use.SCRAM_SHA_256);
    }

    @Test
    void tellsTheStrongestAndTheWeakestOfEachFamily() {
        UseWindow window = UseWindow.of(
                Uses.of(uses("LOGIN DIGEST-MD5 SCRAM-SHA-256 TLSv1.2-CBC TLSv1.2"), NOON, "192.0.2.7"), FROM);

        assertThat(window.weakest(Family.MECHANISM)).contains(Use.LOGIN);
        assertThat(window.strongest(Family.MECHANISM)).contains(Use.SCRAM_SHA_256);
        assertThat(window.weakest(Family.TLS)).contains(Use.TLS_1_2_CBC);
        assertThat(window.strongest(Family.TLS)).contains(Use.TLS_1_2);
        assertThat(UseWindow.of(Uses.NONE, FROM).strongest(Family.TLS)).isEmpty();
    }

    private static Set<Use> uses(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> Use.of(name).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static Set<OldUse> olds(String names) {
        return names == null
                ? Set.of()
                : Arrays.stream(names.split(" "))
                        .map(name -> OldUse.of(name).orElseThrow())
                        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }
}
