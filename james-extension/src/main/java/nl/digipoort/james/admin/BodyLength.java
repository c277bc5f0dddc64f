// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.net.HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
import static java.net.HttpURLConnection.HTTP_LENGTH_REQUIRED;

import javax.servlet.http.HttpServletRequest;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.Request;

/** The length that a request must state for its body, and the maximum. */
final class BodyLength {
    static final int MOST_OCTETS = 8192;
    /** For James's routes, which keep the whole body in memory. */
    static final int MOST_OCTETS_ANYWHERE = 1 << 20;
    /** For James's route that takes a whole message. */
    static final int MOST_OCTETS_OF_A_MESSAGE = 50 << 20;

    private static final String MESSAGES = "/mail-transfer-service";

    private BodyLength() {}

    /**
     * For a route of ours that needs a body.
     *
     * @throws spark.HaltException with 411 if its length is not stated, with 413 if it is too large
     */
    static void check(Request request) {
        check(request.raw().getContentLengthLong(), MOST_OCTETS);
    }

    /** For any route, before anything is read; the body may be missing. */
    static void checkOfAnyRoute(HttpServletRequest request) {
        if (request.getHeader("Transfer-Encoding") != null || request.getContentLengthLong() >= 0) {
            boolean isMessage = request.getRequestURI().equals(MESSAGES);
            check(request.getContentLengthLong(), isMessage ? MOST_OCTETS_OF_A_MESSAGE : MOST_OCTETS_ANYWHERE);
        }
    }

    private static void check(long octets, int most) {
        if (octets < 0) {
            throw Refusals.of(
                    HTTP_LENGTH_REQUIRED,
                    ErrorType.INVALID_ARGUMENT,
                    "The request must say the length of its body (Content-Length)");
        }
        if (octets > most) {
            throw Refusals.of(
                    HTTP_ENTITY_TOO_LARGE, ErrorType.INVALID_ARGUMENT, "The request has more than " + most + " octets");
        }
    }
}
