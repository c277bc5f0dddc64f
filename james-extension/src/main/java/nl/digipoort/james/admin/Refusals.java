// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.admin;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import java.util.function.Supplier;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.failure.StoreUnavailableException;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;

/**
 * The form of our errors, which is James's, and the errors that several routes share. Messages are constant except for the user name and
 * numbers, and never have details: James's details quote the exception, and so the body of a request.
 */
final class Refusals {
    private static final Logger LOGGER = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** Runs work that needs a store of records, locks or held mail; refuses if it is unavailable. */
    static <T> T reaching(Supplier<T> work) {
        return reaching("The credential records or James's users", "The locks on maildrops or the held mail", work);
    }

    /**
     * Runs work that needs James's users and a store; refuses if they are unavailable.
     *
     * @param users what the answer calls James's users
     * @param store what the answer calls the store
     */
    static <T> T reaching(String users, String store, Supplier<T> work) {
        try {
            return work.get();
        } catch (CredentialStoreUnavailableException e) {
            throw unavailable(users, e);
        } catch (StoreUnavailableException e) {
            throw unavailable(store, e);
        }
    }

    static HaltException notRecorded() {
        return failed("The audit trail cannot be written, so nothing was done; the log says more");
    }

    static HaltException badRequest(String message) {
        return of(HTTP_BAD_REQUEST, ErrorType.INVALID_ARGUMENT, message);
    }

    static HaltException notFound(String message) {
        return of(HTTP_NOT_FOUND, ErrorType.NOT_FOUND, message);
    }

    static HaltException wrongState(String message) {
        return of(HTTP_CONFLICT, ErrorType.WRONG_STATE, message);
    }

    /** @param what the beginning of the message */
    static HaltException unavailable(String what, Exception cause) {
        LOGGER.error("A request of WebAdmin failed", cause);
        return failed(what + " cannot be reached; the log says more");
    }

    static HaltException failed(String message) {
        return serverError(message).haltError();
    }

    /** For an answer by James: only its status and body can be replaced. */
    static ErrorResponder serverError(String message) {
        return refusal(HTTP_INTERNAL_ERROR, ErrorType.SERVER_ERROR, message);
    }

    static HaltException of(int status, ErrorType type, String message) {
        return refusal(status, type, message).haltError();
    }

    private static ErrorResponder refusal(int status, ErrorType type, String message) {
        return ErrorResponder.builder().statusCode(status).type(type).message(message);
    }
}
