// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digipoort.james.tls.TlsStatus;

/** The certificates that are served; the getters become JSON. Immutable. */
@JsonPropertyOrder({"provider", "providerReason", "certificates", "loadedAt", "lookedAt", "problem"})
final class TlsView {
    private final TlsStatus status;
    private final Instant now;

    TlsView(TlsStatus status, Instant now) {
        this.status = status;
        this.now = now;
    }

    public String getProvider() {
        return status.provider();
    }

    public String getProviderReason() {
        return status.providerReason();
    }

    public List<CertificateView> getCertificates() {
        return status.certificates().stream()
                .map(certificate -> new CertificateView(certificate, now))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Like all times here in ISO-8601, UTC. */
    public String getLoadedAt() {
        return status.loadedAt().toString();
    }

    public String getLookedAt() {
        return status.lookedAt().toString();
    }

    public Optional<String> getProblem() {
        return status.problem();
    }

    /** One certificate. Immutable. */
    @JsonPropertyOrder({"subject", "issuer", "keyAlgorithm", "notBefore", "notAfter", "daysLeft", "sha256"})
    static final class CertificateView {
        private final TlsStatus.Certificate certificate;
        private final Instant now;

        private CertificateView(TlsStatus.Certificate certificate, Instant now) {
            this.certificate = certificate;
            this.now = now;
        }

        public String getSubject() {
            return certificate.subject();
        }

        public String getIssuer() {
            return certificate.issuer();
        }

        public String getKeyAlgorithm() {
            return certificate.keyAlgorithm();
        }

        public String getNotBefore() {
            return certificate.notBefore().toString();
        }

        public String getNotAfter() {
            return certificate.notAfter().toString();
        }

        public long getDaysLeft() {
            return certificate.daysLeft(now);
        }

        public String getSha256() {
            return certificate.sha256();
        }
    }
}
