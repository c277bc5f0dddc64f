// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The findings of Debian's testssl.sh about one server with a self-signed certificate. Immutable. */
final class TlsScan {
    /** Those of the overlay, each after its protocol. */
    static final Set<String> SUITES = Set.of(
            "tls1_2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "tls1_2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "tls1_2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "tls1_2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "tls1_2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "tls1_2 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "tls1_3 TLS_AES_128_GCM_SHA256",
            "tls1_3 TLS_AES_256_GCM_SHA384",
            "tls1_3 TLS_CHACHA20_POLY1305_SHA256");

    private static final Set<String> OUR_GROUPS = Set.of("X25519", "prime256v1", "secp384r1", "secp521r1");
    private static final Set<String> PROTOCOLS = Set.of("TLS1_2", "TLS1_3");
    private static final Set<String> REFUSED_PROTOCOLS = Set.of("SSLv2", "SSLv3", "TLS1", "TLS1_1");

    /** Checks of curves and of finite fields. */
    private static final Set<String> GROUPS = Set.of("PFS_ECDHE_curves", "DH_groups");

    private static final List<String> CHECKS =
            List.of("--protocols", "--server-preference", "--server-defaults", "--pfs", "-E", "--vulnerable");

    private static final Set<String> LOOKED_FOR = Set.of(
            "heartbleed",
            "CCS",
            "ROBOT",
            "secure_renego",
            "secure_client_renego",
            "CRIME_TLS",
            "POODLE_SSL",
            "fallback_SCSV",
            "SWEET32",
            "FREAK",
            "DROWN",
            "LOGJAM",
            "BEAST",
            "LUCKY13",
            "RC4",
            "cipher_order");

    /** Findings about the scan itself, about what only an authority can provide, or about a hint that the server does not follow. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "engine_problem", "testssl.sh's own OpenSSL has no GOST",
            "service", "testssl.sh knows POP3 by STARTTLS only",
            "ticketbleed", "a fault of one vendor's appliances; the check of it gives up when the machine is busy",
            "TLS_session_ticket", "BoringSSL hints at two days in TLS 1.3; its keys are renewed after sessionTimeout",
            "sessionresumption_ticket", "testssl.sh asks in a way that not every server answers; TlsIT resumes",
            "cert_chain_of_trust", "self-signed",
            "cert_revocation", "self-signed");

    private final List<Finding> findings;

    private TlsScan(List<Finding> findings) {
        this.findings = findings;
    }

    /**
     * @param name of the table that testssl.sh writes
     * @param options further options, and the address last
     */
    static TlsScan run(Path scratch, String name, String... options) throws Exception {
        Path table = scratch.resolve(name + ".csv");
        List<String> command = new ArrayList<>(List.of("testssl", "--quiet", "--color", "0", "--warnings", "batch"));
        command.addAll(List.of("--nodns", "none", "--ip", "127.0.0.1", "--openssl-timeout", "20"));
        command.addAll(List.of("--csvfile", table.toString()));
        command.addAll(CHECKS);
        command.addAll(List.of(options));
        // its exit status counts findings
        RealClient.Ended ended = RealClient.in(scratch).attempt(command.toArray(String[]::new));

        assertThat(ended.printed()).contains(" Done ");
        return new TlsScan(
                Files.readAllLines(table).stream().skip(1).map(Finding::parse).toList());
    }

    void offersTls12And13Alone() {
        assertThat(findings)
                .filteredOn(finding -> PROTOCOLS.contains(finding.id))
                .hasSize(PROTOCOLS.size())
                .allMatch(finding -> finding.text.startsWith("offered"));
        assertThat(findings)
                .filteredOn(finding -> REFUSED_PROTOCOLS.contains(finding.id))
                .hasSize(REFUSED_PROTOCOLS.size())
                .allMatch(finding -> finding.text.equals("not offered"));
    }

    /** @param suites each after its protocol, as in {@code tls1_3 TLS_AES_128_GCM_SHA256} */
    void offersTheseSuitesAlone(Set<String> suites) {
        assertThat(findings)
                .filteredOn(finding -> finding.id.startsWith("cipher-"))
                .extracting(Finding::suite)
                .containsExactlyInAnyOrderElementsOf(suites);
    }

    void offersOurGroupsAlone() {
        assertThat(findings)
                .filteredOn(finding -> GROUPS.contains(finding.id))
                .flatMap(finding -> List.of(finding.text.trim().split("\\s+")))
                .isNotEmpty()
                .isSubsetOf(OUR_GROUPS);
    }

    void hasNoKnownWeakness() {
        assertThat(findings).extracting(Finding::id).containsAll(LOOKED_FOR);
        assertThat(findings)
                .filteredOn(finding -> !EXPLAINED.containsKey(finding.check()))
                .allMatch(finding -> Set.of("OK", "INFO").contains(finding.severity));
    }

    /** The finding of a check for each certificate. */
    List<String> ofCertificates(String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .map(Finding::text)
                .toList();
    }

    /** A line of testssl.sh's table. */
    private record Finding(String id, String severity, String text) {
        private static final Pattern LINE =
                Pattern.compile("\"([^\"]*)\",\"[^\"]*\",\"[^\"]*\",\"([^\"]*)\",\"([^\"]*)\",.*");

        private static Finding parse(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(line);
            }
            return new Finding(matcher.group(1), matcher.group(2), matcher.group(3));
        }

        /** The id without the number of the certificate. */
        private String check() {
            return id.replaceFirst(" <.*", "");
        }

        /** The protocol, and the suite by its name in the registry. */
        private String suite() {
            String protocol = id.substring("cipher-".length(), id.lastIndexOf('_'));
            return protocol + " "
                    + text.substring(text.trim().lastIndexOf(' ') + 1).trim();
        }
    }
}
