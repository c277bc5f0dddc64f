// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for a client that trusts the certificates of a PEM file, and no others. */
public final class TrustedCertificate {
    private TrustedCertificate() {}

    public static SSLContext context(Path certificate) throws IOException, GeneralSecurityException {
        return context(certificate, "TLS");
    }

    /** @param protocol the newest version of TLS to offer, as Java names it; "TLS" for all */
    public static SSLContext context(Path certificate, String protocol) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("server" + trusted.size(), one);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
