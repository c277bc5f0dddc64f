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
 * The two files of a new home's TLS: an RSA and an ECDSA certificate that we signed ourselves, so that it speaks TLS at once. At a start
 * they are made anew when they are about to expire. Certificates that the operator put in their place are left alone.
 */
public final class TlsCertificate {
    private static final String PRIVATE_KEY = "private.key";
    private static final String CERTIFICATE = "certificate.pem";
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private TlsCertificate() {}

    /** Makes the files in the directory unless there are some that are the operator's, or good for a while yet. */
    public static void ensure(Path directory, Clock clock) throws IOException {
        Path privateKey = directory.resolve(PRIVATE_KEY);
        Path certificate = directory.resolve(CERTIFICATE);
        if (Files.exists(privateKey) != Files.exists(certificate)) {
            throw new StartException(
                    directory + " has only one of " + PRIVATE_KEY + " and " + CERTIFICATE + ": give both, or neither");
        }
        if (!Files.exists(privateKey)) {
            // In one step: half a pair, left by a crash, would stop every later start.
            Path part = directory.resolveSibling(directory.getFileName() + ".part");
            OwnerOnly.directory(part);
            make(part, clock.instant());
            Files.deleteIfExists(directory);
            Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
        } else if (isOursAndEnds(certificate, clock.instant().plus(RENEWED_BEFORE))) {
            make(directory, clock.instant());
        }
    }

    /** The keys come first: after a crash between the two files the certificates are still those that end, and both are made again. */
    private static void make(Path directory, Instant now) throws IOException {
        SelfSigned rsa = SelfSigned.rsa(now);
        SelfSigned ecdsa = SelfSigned.ecdsa(now);
        OwnerOnly.write(directory.resolve(PRIVATE_KEY), rsa.keyPem() + ecdsa.keyPem());
        OwnerOnly.write(directory.resolve(CERTIFICATE), rsa.certificatePem() + ecdsa.certificatePem());
    }

    /** What cannot be read as certificates is not ours; the start says what is wrong with it. */
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
