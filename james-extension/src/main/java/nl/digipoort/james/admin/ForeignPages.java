package nl.digipoort.james.admin;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Keeps the pages of others, open in a browser that reaches WebAdmin, away from our routes (docs/adr/0035-console.md): those that
 * tell of another origin, and those that got here because a name of theirs leads to this machine. Stateless.
 */
final class ForeignPages {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** What a browser says of requests by a page of ours, or by its user alone. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private ForeignPages() {}

    /** Guards all routes of ours, also those that others define; doing so twice does no harm. */
    static void keepAway(Service service) {
        service.before(CredentialRoutes.ALL, ForeignPages::refuse);
        service.before(CredentialRoutes.ALL + "/*", ForeignPages::refuse);
    }

    private static void refuse(Request request, Response response) {
        Optional<String> host = Optional.ofNullable(request.headers("Host"));
        if (isForeign(request, host)) {
            throw Refusals.foreignPage();
        }
        if (!isTokenShown(request) && !host.map(ForeignPages::isNoNameOfOthers).orElse(true)) {
            throw Refusals.nameOfOthers();
        }
    }

    /** A browser says where a request comes from, and no page can make it say something else. Other clients say nothing. */
    private static boolean isForeign(Request request, Optional<String> host) {
        Optional<String> site = Optional.ofNullable(request.headers("Sec-Fetch-Site"));
        if (site.filter(OWN_SITES::contains).isPresent()) {
            return false;
        }
        if (site.isPresent() && !READING.contains(request.requestMethod())) {
            return true;
        }
        Optional<String> origin = Optional.ofNullable(request.headers("Origin"));
        return origin.isPresent() && !origin.get().endsWith("://" + host.orElse(""));
    }

    /** No page but ours has the operator's token. */
    private static boolean isTokenShown(Request request) {
        return request.<Object>attribute(AuthenticationFilter.LOGIN) != null;
    }

    /** Anybody can have a name in the DNS lead to an address of ours, but for one without a dot. */
    private static boolean isNoNameOfOthers(String authority) {
        String host;
        try {
            host = HostAndPort.fromString(authority).getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !host.contains(".") || host.endsWith(".localhost") || InetAddresses.isInetAddress(host);
    }
}
