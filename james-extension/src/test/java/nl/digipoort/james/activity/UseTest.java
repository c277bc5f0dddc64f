// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UseTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.123456Z");

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_256_GCM_SHA384, TLSv1.3",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLSv1.2",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, TLSv1.2",
        "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLSv1.2-CBC",
        "TLSv1.2, TLS_RSA_WITH_AES_128_CBC_SHA, TLSv1.2-RSA",
        "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, TLSv1.2-RSA",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, TLSv1.2",
        "TLSv1.2, TLS_DHE_RSA_WITH_AES_128_CBC_SHA, TLSv1.2-CBC",
        "TLSv1.2, TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256, TLSv1.2-RSA",
        "TLSv1.2, TLS_ECDH_anon_WITH_AES_128_CBC_SHA, TLSv1.2-RSA",
        "TLSv1.2, TLS_DH_RSA_WITH_AES_128_CBC_SHA, TLSv1.2-RSA",
        "TLSv1.2, TLS_PSK_WITH_AES_128_GCM_SHA256, TLSv1.2-RSA",
        "TLSv1.2, SSL_RSA_WITH_3DES_EDE_CBC_SHA, TLSv1.2-RSA",
        "TLSv1.1, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLSv1.1",
        "TLSv1, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TLSv1"
    })
    void isTheVersionOfTlsAndWhatMattersOfItsSuite(String protocol, String suite, String use) {
        assertThat(Use.ofTls(protocol, suite).map(Use::text)).contains(use);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SSLv3", "TLSv1.4", "DIGEST-MD5", ""})
    void isNoneForAnUnknownVersion(String protocol) {
        assertThat(Use.ofTls(protocol, "TLS_AES_256_GCM_SHA384")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Use.class)
    void isFoundByItsName(Use use) {
        assertThat(Use.of(use.text())).isEqualTo(Optional.of(use));
        assertThat(use.text()).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void isNothingThatAClientMadeUp() {
        assertThat(Use.of("digest-md5")).isEmpty();
        assertThat(Use.of("")).isEmpty();
    }

    @Test
    void hasAnAddressOfBoundedLengthAndTimesInOrder() {
        assertThat(UseTimes.once(NOON, "x".repeat(300)).client()).hasSize(255);
        assertThat(UseTimes.once(NOON, "x").last()).isEqualTo(Instant.parse("2026-11-24T12:00:00.123Z"));
        assertThatThrownBy(() -> UseTimes.of(NOON.plusMillis(1), NOON, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
