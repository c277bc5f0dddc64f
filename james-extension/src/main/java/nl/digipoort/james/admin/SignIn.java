// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import spark.HaltException;
import spark.RequestResponseFactory;

/** Identifies the administrator: with James's own token check if the operator has it on, else with ours if that is on. Thread-safe. */
final class SignIn {
    private static final String HEADER = "Authorization";
    /** RFC 6750, section 2.1; the name of the scheme in any case. */
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([^ ]+) *");

    private final AuthenticationFilter james;
    private final Optional<AccessTokens> tokens;

    SignIn(AuthenticationFilter james, Optional<AccessTokens> tokens) {
        this.james = james;
        this.tokens = tokens;
    }

    static boolean isOfJames(AuthenticationFilter james) {
        return !(james instanceof NoAuthenticationFilter);
    }

    /** Whether a token is needed at all. */
    boolean isWanted() {
        return isOfJames(james) || tokens.isPresent();
    }

    /** The name of the token's owner, which later handlers find in the request; empty without a valid token. */
    Optional<String> of(HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader(HEADER) == null) {
            return Optional.empty();
        }
        if (isOfJames(james)) {
            return ofJames(request, response);
        }
        Optional<String> name = tokens.flatMap(known -> shown(request).flatMap(known::nameOf));
        name.ifPresent(login -> request.setAttribute(AuthenticationFilter.LOGIN, login));
        return name;
    }

    private Optional<String> ofJames(HttpServletRequest request, HttpServletResponse response) {
        try {
            james.handle(RequestResponseFactory.create(request), RequestResponseFactory.create(response));
        } catch (HaltException e) {
            return Optional.empty();
        } catch (Exception e) {
            throw new IllegalStateException("James cannot check a token", e);
        }
        return Optional.ofNullable(request.getAttribute(AuthenticationFilter.LOGIN))
                .map(Object::toString);
    }

    private static Optional<String> shown(HttpServletRequest request) {
        return Optional.of(BEARER.matcher(request.getHeader(HEADER)))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }
}
