// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** What the JDK's TLS supports. */
final class JdkTls {
    private static final Set<String> SUITES = suites();

    private JdkTls() {}

    private static Set<String> suites() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return Set.of(context.getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    static boolean knows(String suite) {
        return SUITES.contains(suite);
    }

    /** The settings that it does not support; empty if it supports all. */
    static Optional<String> obstacle(TlsSettings settings) {
        return obstacle(settings, Security.getProperty("jdk.tls.disabledAlgorithms"));
    }

    static Optional<String> obstacle(TlsSettings settings, String disabledAlgorithms) {
        List<String> disabled = Arrays.stream(disabledAlgorithms.split(",", -1))
                .map(String::trim)
                .filter(settings.protocols()::contains)
                .collect(Collectors.toList());
        if (!disabled.isEmpty()) {
            return Optional.of("this JVM forbids " + String.join(", ", disabled)
                    + " by the security property jdk.tls.disabledAlgorithms");
        }
        List<String> unknown =
                settings.suites().stream().filter(suite -> !knows(suite)).collect(Collectors.toList());
        return unknown.isEmpty() ? Optional.empty() : Optional.of("this JVM has no " + String.join(", ", unknown));
    }
}
