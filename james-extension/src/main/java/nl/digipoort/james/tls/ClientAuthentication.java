// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import nl.digipoort.james.configuration.Section;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The settings for client certificates: the element {@code clientAuth}, with James's names where James has them. Immutable; {@code
 * toString} has no secret.
 */
final class ClientAuthentication {
    private static final String PEM = "PEM";

    /** Whether the certificate's authority is asked over the network for its revocation status (RFC 6960). */
    enum Ocsp {
        OFF,
        /** No answer counts as a good answer. */
        SOFT,
        /** No answer counts as a refusal. */
        HARD
    }

    private final boolean needed;
    private final String section;
    private final String truststore;
    private final String truststoreType;
    private final Optional<String> truststoreSecret;
    private final List<String> crls;
    private final Ocsp ocsp;

    private ClientAuthentication(Section clientAuth) throws ConfigurationException {
        clientAuth.allow("@mode", "truststore", "truststoreType", "truststoreSecret", "crls", "ocsp");
        this.section = clientAuth.path();
        this.needed = clientAuth.choice("@mode", "need", "want", "need").equals("need");
        this.truststore = clientAuth.text("truststore");
        this.truststoreType = clientAuth.choice("truststoreType", PEM, PEM, "JKS", "PKCS12");
        this.truststoreSecret = clientAuth.has("truststoreSecret")
                ? Optional.of(clientAuth.text("truststoreSecret"))
                : Optional.empty();
        this.crls = List.copyOf(clientAuth.texts("crls", "crl"));
        this.ocsp = Ocsp.valueOf(
                clientAuth.choice("ocsp", "off", "off", "soft", "hard").toUpperCase(Locale.ROOT));
    }

    /**
     * Reads the child element of {@code tls}.
     *
     * @return empty if it is absent: no client is asked for a certificate
     */
    static Optional<ClientAuthentication> from(Section tls) throws ConfigurationException {
        return tls.has("clientAuth")
                ? Optional.of(new ClientAuthentication(tls.section("clientAuth")))
                : Optional.empty();
    }

    /** Whether a client without a certificate is refused. */
    boolean isNeeded() {
        return needed;
    }

    String section() {
        return section;
    }

    String truststore() {
        return truststore;
    }

    boolean isTruststorePem() {
        return truststoreType.equals(PEM);
    }

    String truststoreType() {
        return truststoreType;
    }

    Optional<String> truststoreSecret() {
        return truststoreSecret;
    }

    List<String> crls() {
        return crls;
    }

    Ocsp ocsp() {
        return ocsp;
    }

    /** All files of these settings, to be watched like those of the certificates. */
    List<String> files() {
        List<String> files = new ArrayList<>(crls);
        files.add(truststore);
        return files;
    }
}
