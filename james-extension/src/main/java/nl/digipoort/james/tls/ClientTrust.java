// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.cert.CRLException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The check of client certificates: they must come from an authority in the trust store and must not be revoked, by the JDK's PKIX.
 * Revocation lists (CRL) are read from files only. Only the client's own certificate is checked for revocation, not its chain.
 */
final class ClientTrust {
    private final ClientAuthentication settings;
    private final FileContents contents;

    private ClientTrust(ClientAuthentication settings, FileContents contents) {
        this.settings = settings;
        this.contents = contents;
    }

    /** @throws TlsException with the key, the file and why, if a file cannot be used */
    static TrustManagerFactory read(ClientAuthentication settings, FileContents contents) {
        return new ClientTrust(settings, contents).factory();
    }

    private TrustManagerFactory factory() {
        List<X509CRL> crls = crls();
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(), new X509CertSelector());
            boolean revocation = !settings.crls().isEmpty() || settings.ocsp() != ClientAuthentication.Ocsp.OFF;
            parameters.setRevocationEnabled(revocation);
            if (revocation) {
                parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
                parameters.addCertPathChecker(checker());
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return factory;
        } catch (InvalidAlgorithmParameterException e) {
            throw complaint("truststore", settings.truststore(), "has no certificate");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PKIX", e);
        }
    }

    private PKIXRevocationChecker checker() throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        Set<Option> options = EnumSet.of(Option.ONLY_END_ENTITY);
        if (settings.ocsp() == ClientAuthentication.Ocsp.OFF) {
            options.add(Option.PREFER_CRLS);
            options.add(Option.NO_FALLBACK);
        } else if (settings.ocsp() == ClientAuthentication.Ocsp.SOFT) {
            options.add(Option.SOFT_FAIL);
        } else if (settings.crls().isEmpty()) {
            options.add(Option.NO_FALLBACK);
        }
        checker.setOptions(options);
        return checker;
    }

    private Set<TrustAnchor> anchors() {
        String key = settings.section() + ".truststore";
        byte[] content = contents.of(key, settings.truststore());
        Set<TrustAnchor> anchors = new HashSet<>();
        for (X509Certificate certificate : settings.isTruststorePem()
                ? PemFile.certificates(key, settings.truststore(), content)
                : inKeystore(content)) {
            anchors.add(new TrustAnchor(certificate, null));
        }
        return anchors;
    }

    private List<X509Certificate> inKeystore(byte[] content) {
        try {
            KeyStore store = KeyStore.getInstance(settings.truststoreType());
            store.load(
                    new ByteArrayInputStream(content),
                    settings.truststoreSecret().map(String::toCharArray).orElse(null));
            List<X509Certificate> found = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) {
                    found.add((X509Certificate) store.getCertificate(alias));
                }
            }
            return found;
        } catch (GeneralSecurityException | IOException e) {
            throw complaint("truststore", settings.truststore(), "truststoreType and truststoreSecret do not open it");
        }
    }

    private List<X509CRL> crls() {
        List<X509CRL> crls = new ArrayList<>();
        for (String location : settings.crls()) {
            byte[] content = contents.of(settings.section() + ".crls.crl", location);
            try {
                CertificateFactory.getInstance("X.509")
                        .generateCRLs(new ByteArrayInputStream(content))
                        .forEach(crl -> crls.add((X509CRL) crl));
            } catch (CRLException | CertificateException e) {
                throw complaint("crls.crl", location, "is no list of revoked certificates in PEM or DER");
            }
        }
        return crls;
    }

    private TlsException complaint(String key, String location, String why) {
        return new TlsException(settings.section() + "." + key, location, why);
    }
}
