// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.webadmin.Constants;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;
import spark.Request;
import spark.Response;

/**
 * Checks every request to WebAdmin first, for any route: no method in a header, no foreign page, a token for every path that is not open,
 * and a length of the body. Thread-safe.
 */
final class WebAdminGuard {
    /** Below James's directory. */
    static final String TOKENS = "file://conf/digipoort-webadmin.tokens";

    /** Spark chooses a route by this header, while James's token check uses the request line. */
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final String PASSED = "digipoort.passed";

    private static final Logger LOGGER = LoggerFactory.getLogger(WebAdminGuard.class);

    private final SignIn signIn;
    private final ForeignPages foreignPages;
    private final OpenPaths open = new OpenPaths();
    private volatile boolean isReady;

    WebAdminGuard(SignIn signIn, Set<String> ownNames) {
        this.signIn = signIn;
        this.foreignPages = new ForeignPages(ownNames);
    }

    /** @throws TokenFileException if the tokens can be neither read nor created */
    @Inject
    WebAdminGuard(WebAdminSettings settings, AuthenticationFilter james, FileSystem fileSystem)
            throws FileNotFoundException {
        this(new SignIn(james, tokens(settings, james, fileSystem)), settings.hosts());
    }

    private static Optional<AccessTokens> tokens(
            WebAdminSettings settings, AuthenticationFilter james, FileSystem fileSystem) throws FileNotFoundException {
        if (!settings.isEnabled() || SignIn.isOfJames(james)) {
            return Optional.empty();
        }
        if (!settings.wantsTokens()) {
            settings.warnOfOpenDoor();
            return Optional.empty();
        }
        Path path = fileSystem.getFile(TOKENS).toPath();
        TokenFile file = new TokenFile(path);
        file.ensure(new SecureRandom());
        LOGGER.info("WebAdmin asks for a token; those that it takes are in {}", path);
        return Optional.of(new AccessTokens(file));
    }

    /** To be called when everything that protects a route after this guard is in place. */
    void ready() {
        isReady = true;
    }

    /** A filter of all routes. It refuses every request that a server without this guard has accepted. */
    static void requirePassed(Request request, Response response) {
        if (!Boolean.TRUE.equals(request.attribute(PASSED))) {
            throw Refusals.failed("The request got here without being checked, so nothing was done");
        }
    }

    /** Whether the request may continue; if not, the answer is already written. */
    boolean lets(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            check(request, response);
            request.setAttribute(PASSED, true);
            return true;
        } catch (HaltException refusal) {
            response.setStatus(refusal.statusCode());
            response.setContentType(Constants.JSON_CONTENT_TYPE);
            response.getOutputStream().write(refusal.body().getBytes(UTF_8));
            return false;
        }
    }

    private void check(HttpServletRequest request, HttpServletResponse response) {
        if (!isReady) {
            throw Refusals.of(HTTP_UNAVAILABLE, ErrorType.SERVER_ERROR, "WebAdmin is being started");
        }
        if (request.getHeader(METHOD_OVERRIDE) != null) {
            throw Refusals.badRequest(METHOD_OVERRIDE + " is not allowed here");
        }
        if (foreignPages.isAsking(request)) {
            throw forbidden("A page of another origin may not ask this");
        }
        if (signIn.of(request, response).isEmpty()) {
            checkStranger(request, response);
        }
        BodyLength.checkOfAnyRoute(request);
    }

    private void checkStranger(HttpServletRequest request, HttpServletResponse response) {
        if (foreignPages.mayHaveNamed(request)) {
            throw forbidden(
                    "Without a token WebAdmin is asked by its address, as localhost or by a name in digipoort.hosts, not by one"
                            + " that others can give it (docs/reference/webadmin.md)");
        }
        if (signIn.isWanted() && !open.contain(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            throw Refusals.of(
                    HTTP_UNAUTHORIZED,
                    ErrorType.INVALID_ARGUMENT,
                    "A token of an administrator is needed: Authorization: Bearer TOKEN (docs/reference/webadmin.md)");
        }
    }

    private static HaltException forbidden(String message) {
        return Refusals.of(HTTP_FORBIDDEN, ErrorType.INVALID_ARGUMENT, message);
    }
}
