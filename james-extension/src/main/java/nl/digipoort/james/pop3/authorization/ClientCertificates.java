// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.credential.JamesUsers;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.ExternalIdentity;
import nl.digipoort.james.tls.ClientAuthMode;
import nl.digipoort.james.tls.Fingerprint;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;

/**
 * Maps a client's certificate to a user (docs/clients/sasl.md): the user in the operator's table, or else the one user of James that its
 * subjectAltName names as an rfc822Name. Thread-safe.
 */
@Singleton
final class ClientCertificates {
    private static final int RFC_822_NAME = 1;

    private final AuthenticationSettings settings;
    private final Accounts accounts;
    private final UsersRepository users;
    private final ClientAuthMode asked;

    /** @param asked whether TLS asks clients for a certificate */
    @Inject
    ClientCertificates(
            AuthenticationSettings settings, Accounts accounts, UsersRepository users, ClientAuthMode asked) {
        this.settings = settings;
        this.accounts = accounts;
        this.users = users;
        this.asked = asked;
    }

    /** What the client has proven by TLS; empty if it has sent no certificate. TLS accepts trusted certificates only. */
    Optional<ExternalIdentity> identity(DigipoortSession session) {
        // TLS says with an exception that there is none, at each login
        return asked == ClientAuthMode.NONE
                ? Optional.empty()
                : session.getSSLSession().flatMap(ClientCertificates::shown).map(Identity::new);
    }

    private static Optional<X509Certificate> shown(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length == 0 ? Optional.empty() : Optional.of((X509Certificate) chain[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private Optional<String> account(X509Certificate certificate) {
        Optional<String> named =
                settings.externalUsers().userOf(Fingerprint.of(certificate), certificate.getSubjectX500Principal());
        if (named.isPresent()) {
            return existing(named.get());
        }
        Set<String> found = new HashSet<>();
        mailAddresses(certificate).forEach(address -> existing(address).ifPresent(found::add));
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }

    private Optional<String> existing(String name) {
        return accounts.resolve(name)
                .filter(accounts::isServed)
                .filter(user -> JamesUsers.exists(users, user))
                .map(Username::asString);
    }

    private static Set<String> mailAddresses(X509Certificate certificate) {
        Set<String> addresses = new HashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (Integer.valueOf(RFC_822_NAME).equals(name.get(0))) {
                    addresses.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of(); // names nobody
        }
        return addresses;
    }

    private final class Identity implements ExternalIdentity {
        private final X509Certificate certificate;

        private Identity(X509Certificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public Optional<String> account() {
            return ClientCertificates.this.account(certificate);
        }

        @Override
        public String name() {
            return certificate.getSubjectX500Principal().getName();
        }

        @Override
        public boolean denotes(String name, String account) {
            return accounts.denotes(name, account);
        }
    }
}
