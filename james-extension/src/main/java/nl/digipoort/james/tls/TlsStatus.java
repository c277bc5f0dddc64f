// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The certificates in use, and the result of the last reload. Immutable. */
public final class TlsStatus {
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final TlsProvider provider;
    private final List<Certificate> certificates;
    private final Instant loadedAt;
    private final Instant lookedAt;
    private final Optional<String> problem;

    TlsStatus(
            TlsProvider provider, TlsMaterial material, Instant loadedAt, Instant lookedAt, Optional<String> problem) {
        this.provider = provider;
        this.certificates =
                material.certificates().stream().map(Certificate::new).collect(Collectors.toUnmodifiableList());
        this.loadedAt = loadedAt;
        this.lookedAt = lookedAt;
        this.problem = problem;
    }

    /** {@code native} or {@code jdk}. */
    public String provider() {
        return provider.name();
    }

    public String providerReason() {
        return provider.reason();
    }

    public List<Certificate> certificates() {
        return certificates;
    }

    /** Since when these certificates have been served. */
    public Instant loadedAt() {
        return loadedAt;
    }

    /** When the files were last checked. */
    public Instant lookedAt() {
        return lookedAt;
    }

    /** Why the current content of the files is not served; empty if it is. */
    public Optional<String> problem() {
        return problem;
    }

    /** The certificate that expires first. */
    public Certificate firstToExpire() {
        return certificates.stream()
                .min(Comparator.comparing(Certificate::notAfter))
                .orElseThrow();
    }

    /** A served certificate. Immutable. */
    public static final class Certificate {
        private final X509Certificate certificate;
        private final String keyAlgorithm;

        private Certificate(ServerCertificate served) {
            this.certificate = served.certificate();
            this.keyAlgorithm = served.keyAlgorithm();
        }

        public String subject() {
            return certificate.getSubjectX500Principal().getName();
        }

        public String issuer() {
            return certificate.getIssuerX500Principal().getName();
        }

        public Instant notBefore() {
            return certificate.getNotBefore().toInstant();
        }

        public Instant notAfter() {
            return certificate.getNotAfter().toInstant();
        }

        /** Whole days; below zero when it has expired. */
        public long daysLeft(Instant now) {
            return Math.floorDiv(Duration.between(now, notAfter()).toSeconds(), DAY_SECONDS);
        }

        /** The same as OpenSSL's {@code x509 -fingerprint -sha256}, but without colons and in lower case. */
        public String sha256() {
            return Fingerprint.of(certificate);
        }

        /** RSA or EC, and the bits. */
        public String keyAlgorithm() {
            return keyAlgorithm;
        }
    }
}
