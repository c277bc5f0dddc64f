// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a server, at most one of each kind of key, EC before RSA, and its trust in client certificates. Immutable. */
final class TlsMaterial {
    private final List<ServerCertificate> certificates;
    private final Optional<TrustManagerFactory> clientTrust;

    private TlsMaterial(List<ServerCertificate> certificates, Optional<TrustManagerFactory> clientTrust) {
        this.certificates = certificates;
        this.clientTrust = clientTrust;
    }

    /**
     * @throws TlsException if a certificate cannot be served, two certificates have the same kind of key, or the trust store cannot be used
     */
    static TlsMaterial read(TlsSettings settings, FileContents contents) {
        List<ServerCertificate> found = new ArrayList<>();
        for (CertificateSource source : settings.sources()) {
            for (ServerCertificate certificate : source.read(contents)) {
                if (found.stream().anyMatch(other -> other.kind() == certificate.kind())) {
                    throw new TlsException(source + ": is a further certificate with an " + certificate.kind()
                            + " key; allowed: one with an RSA key and one with an EC key");
                }
                found.add(certificate);
            }
        }
        found.sort(Comparator.comparing(ServerCertificate::kind));
        return new TlsMaterial(
                List.copyOf(found),
                settings.clientAuthentication().map(clients -> ClientTrust.read(clients, contents)));
    }

    List<ServerCertificate> certificates() {
        return certificates;
    }

    /** Verifies client certificates; empty if clients are not asked for one. */
    Optional<TrustManagerFactory> clientTrust() {
        return clientTrust;
    }

    /** The reason why one of them is not valid at that time; empty if all are valid. */
    Optional<String> invalidAt(Instant now) {
        return certificates.stream()
                .map(certificate -> certificate.invalidAt(now))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
