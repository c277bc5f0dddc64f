// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.credential.LogText;
import nl.digipoort.james.policy.AccountPolicies;
import nl.digipoort.james.policy.AccountPolicy;
import nl.digipoort.james.policy.LeastTls;
import nl.digipoort.james.policy.LoginMechanism;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.sasl.ExternalIdentity;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a login by the policy of its account, after the credentials are proven: before that, nothing of the policy may be seen. It also
 * notes that the mechanism will be refused. Thread-safe.
 */
@Singleton
final class LoginPolicy {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoginPolicy.class);
    private static final Duration WARNED_FOR = Duration.ofDays(1);
    private static final int WARNED = 10_000;

    private final AccountPolicies policies;
    private final PolicyAdvice advice;
    private final ClientCertificates certificates;
    private final Cache<String, Boolean> warned = CacheBuilder.newBuilder()
            .expireAfterWrite(WARNED_FOR)
            .maximumSize(WARNED)
            .build();

    @Inject
    LoginPolicy(AccountPolicies policies, PolicyAdvice advice, ClientCertificates certificates) {
        this.policies = policies;
        this.advice = advice;
        this.certificates = certificates;
    }

    /**
     * Why the account may not log in by this attempt; empty if it may.
     *
     * @throws nl.digipoort.james.credential.CredentialStoreUnavailableException if the owner of a certificate cannot be found out
     */
    Optional<PolicyRefusal> judge(LoginAttempt attempt, Username account) {
        AccountPolicy policy = policies.of(account);
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        Optional<PolicyRefusal> refusal = mechanism(attempt, account, policy, policies.today())
                .or(() -> tls(attempt.session(), policy))
                .or(() -> certificate(attempt.session(), account, policy));
        if (refusal.isEmpty()) {
            noteEnd(attempt, account, policy);
        }
        return refusal;
    }

    /** A mechanism that no policy can name is not among those that this one allows. */
    private Optional<PolicyRefusal> mechanism(
            LoginAttempt attempt, Username account, AccountPolicy policy, LocalDate today) {
        Optional<LoginMechanism> used = LoginMechanism.of(attempt.mechanism());
        if (used.filter(mechanism -> policy.allows(mechanism, today)).isPresent()) {
            return Optional.empty();
        }
        String name = used.map(LoginMechanism::text).orElse("This mechanism");
        String instead = advice.of(attempt.session(), account, mechanism -> policy.allows(mechanism, today));
        return used.filter(policy::isNamed)
                .flatMap(policy::endOf)
                .map(end -> new PolicyRefusal("refusedFrom", name + " is refused since " + end + instead))
                .or(() -> Optional.of(
                        new PolicyRefusal("mechanisms", name + " is not allowed for this account" + instead)));
    }

    private static Optional<PolicyRefusal> tls(DigipoortSession session, AccountPolicy policy) {
        String protocol = session.getSSLSession().map(SSLSession::getProtocol).orElse("no TLS");
        return policy.leastTls()
                .filter(least -> !least.isReachedBy(protocol))
                .map(LeastTls::text)
                .map(least -> new PolicyRefusal("leastTls", "This account needs " + least + ", this is " + protocol));
    }

    private Optional<PolicyRefusal> certificate(DigipoortSession session, Username account, AccountPolicy policy) {
        if (!policy.needsClientCertificate()) {
            return Optional.empty();
        }
        Optional<ExternalIdentity> shown = certificates.identity(session);
        boolean own = shown.flatMap(ExternalIdentity::account)
                .filter(account.asString()::equals)
                .isPresent();
        return own
                ? Optional.empty()
                : Optional.of(new PolicyRefusal(
                        "clientCertificate",
                        "This account needs its client certificate, "
                                + (shown.isPresent() ? "and this one is not its own" : "and none was sent")));
    }

    private void noteEnd(LoginAttempt attempt, Username account, AccountPolicy policy) {
        LoginMechanism.of(attempt.mechanism())
                .map(policies.ending(policy)::get)
                .ifPresent(end -> noteEnd(attempt, account, end));
    }

    private void noteEnd(LoginAttempt attempt, Username account, LocalDate end) {
        attempt.isRefusedFrom(end);
        if (warned.asMap().putIfAbsent(attempt.mechanism() + " " + account.asString(), true) == null) {
            LOGGER.warn(
                    "{} still logs in by {}, which is refused from {} on (docs/reference/policy.md)",
                    LogText.of(account),
                    attempt.mechanism(),
                    end);
        }
    }
}
