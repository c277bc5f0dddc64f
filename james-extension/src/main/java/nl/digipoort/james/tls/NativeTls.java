// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.tls;

import com.google.common.base.Throwables;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What netty-tcnative supports, if it is on James's class path and fits this machine. */
final class NativeTls {
    private NativeTls() {}

    static boolean knows(String suite) {
        return OpenSsl.isCipherSuiteAvailable(suite);
    }

    /** The settings that it does not support, or why it is unavailable; empty if it can be used. */
    static Optional<String> obstacle(TlsSettings settings) {
        if (!OpenSsl.isAvailable()) {
            return Optional.of("netty-tcnative cannot be used here: " + root(OpenSsl.unavailabilityCause()));
        }
        List<String> unknown =
                settings.suites().stream().filter(suite -> !knows(suite)).collect(Collectors.toList());
        if (!unknown.isEmpty()) {
            return Optional.of("netty-tcnative has no " + String.join(", ", unknown));
        }
        if (settings.protocols().contains(TlsSettings.TLS_1_3)
                && !settings.suites().containsAll(Suites.TLS_1_3)) {
            return Optional.of("netty-tcnative always has all of " + String.join(", ", Suites.TLS_1_3)
                    + " with TLS 1.3, and not all are wanted");
        }
        return Optional.empty();
    }

    private static String root(Throwable cause) {
        Throwable root = Throwables.getRootCause(cause);
        String line = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root.getClass().getSimpleName() + " " + line;
    }

    static String version() {
        return OpenSsl.versionString();
    }

    /** Enables session tickets. Only a holder of one of the keys can read them; the first key seals new ones. */
    static void useTickets(SslContext context, List<TicketKey> keys) {
        OpenSslSessionTicketKey[] ticketKeys = keys.stream()
                .map(key -> new OpenSslSessionTicketKey(key.name(), key.hmac(), key.aes()))
                .toArray(OpenSslSessionTicketKey[]::new);
        ((OpenSslSessionContext) context.sessionContext()).setTicketKeys(ticketKeys);
    }
}
