// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.sasl.NonceSource;
import nl.digipoort.james.sasl.PasswordVerifier;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SASL mechanisms of this server: those that the operator names, backed by James's users and the credential records. DIGEST-MD5 is left
 * out if there can be no records.
 */
@Singleton
final class OfferedMechanisms {
    private static final Logger LOGGER = LoggerFactory.getLogger(OfferedMechanisms.class);

    private final Function<PasswordVerifier, Mechanisms> mechanisms;
    private final Mechanisms announced;
    private final ClientCertificates certificates;

    /** @throws ConfigurationException if the operator names nothing but DIGEST-MD5, and that cannot be served */
    @Inject
    OfferedMechanisms(
            AuthenticationSettings settings,
            JamesPasswordVerifier verifier,
            RecordedDigestSecrets secrets,
            CredentialRecords records,
            NonceSource nonces,
            ClientCertificates certificates)
            throws ConfigurationException {
        this.certificates = certificates;
        List<String> names = servable(settings.mechanisms(), records);
        this.mechanisms = passwords -> Mechanisms.of(List.of(
                        Mechanism.digestMd5(settings.digestMd5(), secrets, nonces),
                        Mechanism.plain(passwords),
                        Mechanism.login(passwords)))
                .select(names);
        this.announced = mechanisms.apply(verifier);
    }

    private static List<String> servable(List<String> named, CredentialRecords records) throws ConfigurationException {
        Optional<String> obstacle = named.contains(Mechanism.DIGEST_MD5) ? records.obstacle() : Optional.empty();
        if (obstacle.isEmpty()) {
            return named;
        }
        List<String> rest = named.stream()
                .filter(name -> !name.equals(Mechanism.DIGEST_MD5))
                .collect(Collectors.toList());
        if (rest.isEmpty()) {
            throw new ConfigurationException("pop3server.xml: digipoort.authentication.mechanisms names "
                    + Mechanism.DIGEST_MD5 + " alone, which cannot be served: " + obstacle.get()
                    + "; allowed here: PLAIN, LOGIN, or none for USER and PASS");
        }
        LOGGER.warn("{} is not offered: {}", Mechanism.DIGEST_MD5, obstacle.get());
        return rest;
    }

    /** The mechanisms that a client may use under TLS, including EXTERNAL if it has sent a certificate. */
    Mechanisms underTls(DigipoortSession session) {
        return withExternal(announced, session);
    }

    /** The same, with another verifier of clear passwords. */
    Mechanisms underTls(DigipoortSession session, PasswordVerifier passwords) {
        return withExternal(mechanisms.apply(passwords), session);
    }

    private Mechanisms withExternal(Mechanisms offered, DigipoortSession session) {
        return certificates
                .identity(session)
                .map(identity -> offered.and(Mechanism.external(identity)))
                .orElse(offered);
    }

    /** The mechanisms announced before TLS, where none may be used yet. Those that show a password are left out. */
    Mechanisms announcedInClear() {
        return announced.withoutPasswords();
    }
}
