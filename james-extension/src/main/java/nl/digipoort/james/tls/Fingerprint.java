// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.hash.Hashing;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** The SHA-256 of a certificate in lower-case hexadecimal digits without separators. */
public final class Fingerprint {
    private Fingerprint() {}

    public static String of(X509Certificate certificate) {
        try {
            return Hashing.sha256().hashBytes(certificate.getEncoded()).toString();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }
}
