// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The default cipher suites, and the properties of suites. The names are the JDK's. */
final class Suites {
    /** TLS 1.3 (RFC 8446 appendix B.4). */
    static final List<String> TLS_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** TLS 1.2 with forward secrecy and authenticated encryption (RFC 5289, 7905). */
    private static final List<String> TLS_1_2 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** All suites of TLS 1.0 and 1.1 with forward secrecy (RFC 8422). */
    private static final List<String> OLD = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** Code points of the suites of TLS 1.2 and before that need an ECDSA certificate. */
    private static final Map<String, Integer> ECDSA = Map.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", 0xc02b,
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", 0xc02c,
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", 0xcca9,
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", 0xc023,
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", 0xc024,
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", 0xc009,
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", 0xc00a);

    private Suites() {}

    static List<String> defaults(List<String> protocols) {
        List<String> suites = new ArrayList<>(TLS_1_3);
        suites.addAll(TLS_1_2);
        if (protocols.stream().anyMatch(TlsSettings.OLD_PROTOCOLS::contains)) {
            suites.addAll(OLD);
        }
        return List.copyOf(suites);
    }

    /** The code points of those suites that TLS 1.2 uses with an ECDSA certificate. */
    static List<Integer> ecdsaCodes(List<String> suites) {
        return suites.stream().filter(ECDSA::containsKey).map(ECDSA::get).collect(Collectors.toUnmodifiableList());
    }
}
