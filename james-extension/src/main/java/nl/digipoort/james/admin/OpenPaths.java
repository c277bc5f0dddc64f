// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;

/** What may be read without a token: James's health checks and metrics, and the files of the console, which reveal nothing. Immutable. */
final class OpenPaths {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String HEALTH = "/healthcheck";
    private static final String METRICS = "/metrics";
    private static final String CHECKS = HEALTH + "/checks";
    private static final String CHECK = CHECKS + "/";

    private final Set<String> paths =
            ConsoleFile.all(ConsoleRoutes.PATH).stream().map(ConsoleFile::path).collect(Collectors.toSet());

    OpenPaths() {
        paths.addAll(Set.of(HEALTH, CHECKS, METRICS));
    }

    /** Compares the path as it was sent, octet by octet: another spelling of it needs a token. */
    boolean contain(HttpServletRequest request) {
        String path = request.getRequestURI();
        return READING.contains(request.getMethod())
                && (paths.contains(path) || (path.startsWith(CHECK) && path.indexOf('/', CHECK.length()) < 0));
    }
}
