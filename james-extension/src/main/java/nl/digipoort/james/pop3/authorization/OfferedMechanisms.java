// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.credential.CredentialRecords;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.ChannelBindings;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.sasl.NonceSource;
import nl.digipoort.james.sasl.PasswordVerifier;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SASL mechanisms of this server: those that the operator names, backed by James's users and the credential records. DIGEST-MD5 and
 * SCRAM are left out if there can be no records, SCRAM-SHA-256-PLUS where a connection has no channel binding, and all that no account may use.
 */
@Singleton
final class OfferedMechanisms {
    private static final Logger LOGGER = LoggerFactory.getLogger(OfferedMechanisms.class);

    private static final List<String> WITH_RECORDS =
            List.of(Mechanism.DIGEST_MD5, Mechanism.SCRAM_SHA_256_PLUS, Mechanism.SCRAM_SHA_256);

    private final List<String> names;
    private final BiFunction<PasswordVerifier, ChannelBindings, Mechanisms> mechanisms;
    private final JamesPasswordVerifier verifier;
    private final Mechanisms unbound;
    private final Mechanisms announcedInClear;
    private final ClientCertificates certificates;
    private final AccountPolicies policies;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @throws ConfigurationException if the operator names mechanisms with records only, and there can be none */
    @Inject
    OfferedMechanisms(
            AuthenticationSettings settings,
            JamesPasswordVerifier verifier,
            RecordedDigestSecrets secrets,
            RecordedScramSecrets scramSecrets,
            CredentialRecords records,
            NonceSource nonces,
            ClientCertificates certificates,
            AccountPolicies policies)
            throws ConfigurationException {
        this.certificates = certificates;
        this.policies = policies;
        this.verifier = verifier;
        this.names = servable(settings.mechanisms(), records);
        this.mechanisms = (passwords, bindings) -> Mechanisms.of(List.of(
                        Mechanism.digestMd5(settings.digestMd5(), secrets, nonces),
                        Mechanism.scramSha256Plus(scramSecrets, nonces, bindings),
                        Mechanism.scramSha256(scramSecrets, nonces, bindings),
                        Mechanism.plain(passwords),
                        Mechanism.login(passwords)))
                .select(namesWith(bindings));
        this.unbound = mechanisms.apply(verifier, ChannelBindings.NONE);
        this.announcedInClear = unbound.withoutPasswords();
    }

    private static List<String> servable(List<String> named, CredentialRecords records) throws ConfigurationException {
        List<String> lost = named.stream().filter(WITH_RECORDS::contains).collect(Collectors.toList());
        Optional<String> obstacle = lost.isEmpty() ? Optional.empty() : records.obstacle();
        if (obstacle.isEmpty()) {
            return named;
        }
        List<String> rest = named.stream().filter(name -> !lost.contains(name)).collect(Collectors.toList());
        if (rest.isEmpty()) {
            throw new ConfigurationException("pop3server.xml: digipoort.authentication.mechanisms names "
                    + String.join(", ", lost) + " alone, which cannot be served: " + obstacle.get()
                    + "; allowed here: PLAIN, LOGIN, or none for USER and PASS");
        }
        LOGGER.warn("{} is not offered: {}", String.join(", ", lost), obstacle.get());
        return rest;
    }

    private List<String> namesWith(ChannelBindings bindings) {
        return names.stream()
                .filter(name -> !bindings.isEmpty() || !name.equals(Mechanism.SCRAM_SHA_256_PLUS))
                .collect(Collectors.toList());
    }

    /** Those that SCRAM-SHA-256-PLUS is offered with; none if it is not offered. */
    private ChannelBindings bindings(DigipoortSession session) {
        if (!names.contains(Mechanism.SCRAM_SHA_256_PLUS) || !isForSomebody(Mechanism.SCRAM_SHA_256_PLUS)) {
            return ChannelBindings.NONE;
        }
        ChannelBindings found = ConnectionBindings.of(session);
        if (found.isEmpty() && !names.contains(Mechanism.SCRAM_SHA_256)) {
            warnOnce(session);
        }
        return found;
    }

    private void warnOnce(DigipoortSession session) {
        if (session.getSSLSession().isPresent() && warned.compareAndSet(false, true)) {
            LOGGER.warn(
                    "SCRAM is not offered to a client: {} alone is named, and its connection has no channel binding;"
                            + " name {}, too",
                    Mechanism.SCRAM_SHA_256_PLUS,
                    Mechanism.SCRAM_SHA_256);
        }
    }

    /** The mechanisms that a client may use under TLS, including EXTERNAL if it has sent a certificate. */
    Mechanisms underTls(DigipoortSession session) {
        ChannelBindings bindings = bindings(session);
        return underTls(session, bindings.isEmpty() ? unbound : mechanisms.apply(verifier, bindings));
    }

    /** The same, with another verifier of clear passwords. */
    Mechanisms underTls(DigipoortSession session, PasswordVerifier passwords) {
        return underTls(session, mechanisms.apply(passwords, bindings(session)));
    }

    private Mechanisms underTls(DigipoortSession session, Mechanisms offered) {
        return withExternal(offered, session).filter(this::isForSomebody);
    }

    /** The names under TLS, with that of USER and PASS. */
    List<String> waysUnderTls(DigipoortSession session) {
        List<String> ways = new ArrayList<>(underTls(session).names());
        if (offersUser()) {
            ways.add(LoginAttempt.USER_AND_PASS);
        }
        return ways;
    }

    /** Whether some account may use USER and PASS. */
    boolean offersUser() {
        return isForSomebody(LoginAttempt.USER_AND_PASS);
    }

    /** Whether the mechanism is offered under TLS, whatever the connection. */
    boolean offers(String name) {
        return names.contains(name) && isForSomebody(name);
    }

    private boolean isForSomebody(String name) {
        return LoginMechanism.of(name).map(policies::anybodyMayUse).orElse(true);
    }

    private Mechanisms withExternal(Mechanisms offered, DigipoortSession session) {
        return certificates
                .identity(session)
                .map(identity -> offered.and(Mechanism.external(identity)))
                .orElse(offered);
    }

    /** The mechanisms announced before TLS, where none may be used yet. Those that show a password are left out. */
    Mechanisms announcedInClear() {
        return announcedInClear.filter(this::isForSomebody);
    }
}
