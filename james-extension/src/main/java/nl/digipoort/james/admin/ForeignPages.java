// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;

/**
 * Knows the pages of others that are open in a browser which reaches WebAdmin (docs/develop/adr/0042-one-guard.md): those that tell of another
 * origin, and those that got here because a name of theirs leads to this machine. Immutable.
 */
final class ForeignPages {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** What a browser says of requests by a page of ours, or by its user alone. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> ownNames;

    /** @param ownNames the names in the DNS that the operator knows to be WebAdmin's, in lower case */
    ForeignPages(Set<String> ownNames) {
        this.ownNames = Set.copyOf(ownNames);
    }

    /** A browser says where a request comes from, and no page can make it say something else. Other clients say nothing. */
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

    /** Anybody can have a name in the DNS lead to an address of ours, but for one without a dot. */
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
