// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * The two TLS files of a new home: a self-signed RSA and ECDSA certificate, so that it supports TLS at once. A start replaces them when
 * they are about to expire. Certificates that the operator put there are not changed.
 */
public final class TlsCertificate {
    private static final String PRIVATE_KEY = "private.key";
    private static final String CERTIFICATE = "certificate.pem";
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private TlsCertificate() {}

    /** Creates the files in the directory, unless they belong to the operator or stay valid for a while. */
    public static void ensure(Path directory, Clock clock) throws IOException {
        Path privateKey = directory.resolve(PRIVATE_KEY);
        Path certificate = directory.resolve(CERTIFICATE);
        if (Files.exists(privateKey) != Files.exists(certificate)) {
            throw new StartException(
                    directory + " has only one of " + PRIVATE_KEY + " and " + CERTIFICATE + ": give both, or neither");
        }
        if (!Files.exists(privateKey)) {
            // In one step: half of a pair, left by a crash, would prevent every later start.
            Path part = directory.resolveSibling(directory.getFileName() + ".part");
            OwnerOnly.directory(part);
            make(part, clock.instant());
            Files.deleteIfExists(directory);
            Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
        } else if (isOursAndEnds(certificate, clock.instant().plus(RENEWED_BEFORE))) {
            make(directory, clock.instant());
        }
    }

    /** Writes the keys first: after a crash between the two files the old certificates are left, and both files are made again. */
    private static void make(Path directory, Instant now) throws IOException {
        SelfSigned rsa = SelfSigned.rsa(now);
        SelfSigned ecdsa = SelfSigned.ecdsa(now);
        OwnerOnly.write(directory.resolve(PRIVATE_KEY), rsa.keyPem() + ecdsa.keyPem());
        OwnerOnly.write(directory.resolve(CERTIFICATE), rsa.certificatePem() + ecdsa.certificatePem());
    }

    /** A file that cannot be read as certificates is not ours; the start reports what is wrong with it. */
    private static boolean isOursAndEnds(Path file, Instant before) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            return found.stream().allMatch(one -> one instanceof X509Certificate x509 && SelfSigned.isOne(x509))
                    && found.stream().anyMatch(one -> ends((X509Certificate) one, before));
        } catch (IOException | CertificateException e) {
            return false;
        }
    }

    private static boolean ends(X509Certificate certificate, Instant before) {
        return certificate.getNotAfter().toInstant().isBefore(before);
    }
}
