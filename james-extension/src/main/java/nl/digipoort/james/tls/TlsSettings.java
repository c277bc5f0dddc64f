// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The TLS settings: the element {@code tls}, with James's names where James has them. Immutable; {@code toString} has no secret. */
public final class TlsSettings {
    static final String TLS_1_3 = "TLSv1.3";
    static final String TLS_1_2 = "TLSv1.2";
    static final List<String> OLD_PROTOCOLS = List.of("TLSv1.1", "TLSv1");

    private static final List<String> PROTOCOLS = List.of(TLS_1_3, TLS_1_2);
    private static final int DAY_SECONDS = 86_400;

    /** The operator's choice of the TLS implementation. */
    enum ProviderChoice {
        AUTO,
        NATIVE,
        JDK
    }

    private final List<CertificateSource> sources;
    private final List<String> protocols;
    private final List<String> suites;
    private final ProviderChoice provider;
    private final Duration sessionTimeout;
    private final Duration reloadInterval;
    private final int expiryAlarmDays;
    private final Optional<ClientAuthentication> clientAuthentication;

    private TlsSettings(Section tls) throws ConfigurationException {
        tls.allow(
                "@socketTLS",
                "@startTLS",
                "keystore",
                "keystoreType",
                "privateKey",
                "certificates",
                "secret",
                "certificate",
                "supportedProtocols",
                "supportedCipherSuites",
                "allowOldProtocols",
                "provider",
                "sessionTimeout",
                "reloadInterval",
                "expiryAlarm",
                "clientAuth");
        tls.choice("@socketTLS", "false", "false");
        if (!tls.flag("@startTLS", false)) {
            throw tls.problem("@startTLS", "is not true", "true, because nothing is served before TLS");
        }
        this.sources = sources(tls);
        this.protocols = protocols(tls);
        this.suites = suites(tls, protocols);
        this.provider = ProviderChoice.valueOf(
                tls.choice("provider", "auto", "auto", "native", "jdk").toUpperCase(Locale.ROOT));
        this.sessionTimeout = tls.seconds("sessionTimeout", 3600, 1, DAY_SECONDS);
        this.reloadInterval = tls.seconds("reloadInterval", 10, 0, DAY_SECONDS);
        this.expiryAlarmDays = tls.number("expiryAlarm", 14, 0, 365);
        this.clientAuthentication = ClientAuthentication.from(tls);
    }

    /**
     * Reads the element.
     *
     * @throws ConfigurationException naming the key, the value found and what is allowed
     */
    public static TlsSettings from(Section tls) throws ConfigurationException {
        return new TlsSettings(tls);
    }

    private static List<CertificateSource> sources(Section tls) throws ConfigurationException {
        List<Section> several = tls.sections("certificate");
        if (several.isEmpty()) {
            return List.of(source(tls));
        }
        for (String one : List.of("keystore", "privateKey", "certificates", "secret")) {
            if (tls.has(one)) {
                throw tls.problem(
                        one, "contradicts certificate", "either one certificate here, or elements certificate");
            }
        }
        List<CertificateSource> sources = new ArrayList<>();
        for (Section certificate : several) {
            certificate.allow("keystore", "keystoreType", "privateKey", "certificates", "secret");
            sources.add(source(certificate));
        }
        return List.copyOf(sources);
    }

    private static CertificateSource source(Section element) throws ConfigurationException {
        boolean pem = element.has("privateKey") || element.has("certificates");
        if (element.has("keystore") == pem) {
            throw element.problem(
                    "keystore",
                    pem ? "contradicts privateKey and certificates" : "is missing",
                    "either keystore, or privateKey and certificates");
        }
        Optional<String> secret = element.has("secret") ? Optional.of(element.text("secret")) : Optional.empty();
        return pem
                ? new PemPair(element.path(), element.text("privateKey"), element.text("certificates"), secret)
                : new Keystore(
                        element.path(),
                        element.text("keystore"),
                        element.choice("keystoreType", "JKS", "JKS", "PKCS12"),
                        secret);
    }

    private static List<String> protocols(Section tls) throws ConfigurationException {
        List<String> allowed = new ArrayList<>(PROTOCOLS);
        boolean old = tls.flag("allowOldProtocols", false);
        if (old) {
            allowed.addAll(OLD_PROTOCOLS);
        }
        List<String> named = tls.texts("supportedProtocols", "protocol");
        if (!allowed.containsAll(named)) {
            throw tls.problem(
                    "supportedProtocols.protocol",
                    "is " + named,
                    String.join(", ", allowed)
                            + (old ? "" : "; with allowOldProtocols also " + String.join(", ", OLD_PROTOCOLS)));
        }
        return named.isEmpty() ? PROTOCOLS : List.copyOf(named);
    }

    private static List<String> suites(Section tls, List<String> protocols) throws ConfigurationException {
        List<String> named = tls.texts("supportedCipherSuites", "cipherSuite");
        for (String suite : named) {
            if (!JdkTls.knows(suite) && !NativeTls.knows(suite)) {
                throw tls.problem(
                        "supportedCipherSuites.cipherSuite", "is " + named, "suites of the JDK, as it names them");
            }
        }
        return named.isEmpty() ? Suites.defaults(protocols) : List.copyOf(named);
    }

    List<CertificateSource> sources() {
        return sources;
    }

    /** Whether clients are asked for a certificate. */
    public boolean asksForCertificates() {
        return clientAuthentication.isPresent();
    }

    /** The settings for client certificates; empty if clients are not asked for one. */
    Optional<ClientAuthentication> clientAuthentication() {
        return clientAuthentication;
    }

    /** All files of these settings, as they name them. */
    Set<String> files() {
        Set<String> files = new HashSet<>();
        sources.forEach(source -> files.addAll(source.files()));
        clientAuthentication.ifPresent(clients -> files.addAll(clients.files()));
        return files;
    }

    /** The versions of TLS, as the JDK names them. */
    public List<String> protocols() {
        return protocols;
    }

    /** The cipher suites in order; the server's preference decides. */
    public List<String> suites() {
        return suites;
    }

    ProviderChoice provider() {
        return provider;
    }

    /** How long a session may be resumed. */
    Duration sessionTimeout() {
        return sessionTimeout;
    }

    /** How often the files are checked; zero is never. */
    Duration reloadInterval() {
        return reloadInterval;
    }

    /** Days before expiry from which a certificate is reported. */
    public int expiryAlarmDays() {
        return expiryAlarmDays;
    }
}
