// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;

/**
 * Detects requests by foreign pages in a browser that reaches WebAdmin (docs/develop/adr/0042-one-guard.md): pages of another origin, and
 * pages that reach this machine through a DNS name of their own. Immutable.
 */
final class ForeignPages {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** The header Sec-Fetch-Site of requests by our own page, or directly by the user. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> ownNames;

    /** @param ownNames the DNS names that the operator declares to be WebAdmin's, in lower case */
    ForeignPages(Set<String> ownNames) {
        this.ownNames = Set.copyOf(ownNames);
    }

    /**
     * Whether a page of another origin makes the request. A browser states the origin, and no page can change that. Other clients do not
     * state it.
     */
    boolean isAsking(HttpServletRequest request) {
        Optional<String> site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
        if (site.filter(OWN_SITES::contains).isPresent()) {
            return false;
        }
        if (site.isPresent() && !READING.contains(request.getMethod())) {
            return true;
        }
        Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
        return origin.isPresent()
                && !origin.get().endsWith("://" + host(request).orElse(""));
    }

    /** Whether the request may use a foreign name. Anybody can point a DNS name at our address, except a name without a dot. */
    boolean mayHaveNamed(HttpServletRequest request) {
        return host(request).filter(authority -> !isOurs(authority)).isPresent();
    }

    private boolean isOurs(String authority) {
        String host;
        try {
            host = HostAndPort.fromString(authority).getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !host.contains(".")
                || host.endsWith(".localhost")
                || InetAddresses.isInetAddress(host)
                || ownNames.contains(host);
    }

    private static Optional<String> host(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Host"));
    }
}
