// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.sasl.Mechanism;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * James's metrics about how logins ended, and with which mechanism they succeeded: one name for each
 * (docs/develop/adr/0030-one-metric-a-value.md), all registered at the start. Thread-safe.
 */
@Singleton
final class LoginMetrics {
    private final Map<LoginOutcome, Metric> outcomes = new EnumMap<>(LoginOutcome.class);
    private final Map<String, Metric> mechanisms;

    @Inject
    LoginMetrics(MetricFactory factory) {
        for (LoginOutcome outcome : LoginOutcome.values()) {
            outcomes.put(outcome, factory.generate("digipoort-login-outcome-" + inName(outcome.code())));
        }
        this.mechanisms = Stream.of(
                        Mechanism.DIGEST_MD5,
                        Mechanism.SCRAM_SHA_256_PLUS,
                        Mechanism.SCRAM_SHA_256,
                        Mechanism.PLAIN,
                        Mechanism.LOGIN,
                        Mechanism.EXTERNAL,
                        LoginAttempt.USER_AND_PASS)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), name -> factory.generate("digipoort-login-mechanism-" + inName(name))));
    }

    private static String inName(String word) {
        return word.toLowerCase(Locale.ROOT).replace('/', '-');
    }

    /** @param mechanism counted if the login succeeded and the mechanism is one of ours */
    void ended(String mechanism, LoginOutcome outcome) {
        outcomes.get(outcome).increment();
        if (outcome == LoginOutcome.OK) {
            Optional.ofNullable(mechanisms.get(mechanism)).ifPresent(Metric::increment);
        }
    }
}
