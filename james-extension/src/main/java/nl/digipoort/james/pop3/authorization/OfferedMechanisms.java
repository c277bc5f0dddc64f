package nl.digipoort.james.pop3.authorization;

import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;
import nl.digipoort.james.sasl.NonceSource;

/** The SASL mechanisms of this server: those that the operator names, over James's users and the credential records. */
@Singleton
final class OfferedMechanisms {
    private final Mechanisms mechanisms;

    @Inject
    OfferedMechanisms(
            AuthenticationSettings settings,
            JamesPasswordVerifier verifier,
            RecordedDigestSecrets secrets,
            NonceSource nonces) {
        this.mechanisms = Mechanisms.of(List.of(
                        Mechanism.digestMd5(settings.digestMd5(), secrets, nonces),
                        Mechanism.plain(verifier),
                        Mechanism.login(verifier)))
                .select(settings.mechanisms());
    }

    /** What a client may use under TLS. */
    Mechanisms underTls() {
        return mechanisms;
    }

    /** What is announced before TLS, where none may be used yet: never one that shows a password. */
    Mechanisms announcedInClear() {
        return mechanisms.withoutPasswords();
    }
}
