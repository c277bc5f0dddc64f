package nl.digipoort.james.admin;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_LENGTH_REQUIRED;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_UNAUTHORIZED;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;

import java.io.IOException;
import java.util.function.Supplier;
import nl.digipoort.james.credential.CredentialStoreUnavailableException;
import nl.digipoort.james.failure.StoreUnavailableException;
import nl.digipoort.james.lock.MaildropLock;
import nl.digipoort.james.maildrop.MaildropException;
import org.apache.james.core.Username;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;

/**
 * The errors of our routes, in James's JSON form. Their words are constant but for the user name and numbers, and they never have
 * details: those of James quote the exception, and so the body of a request.
 */
final class Refusals {
    private static final Logger LOGGER = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** Does work that needs a store, and refuses if that cannot be reached. */
    static <T> T reaching(Supplier<T> work) {
        try {
            return work.get();
        } catch (CredentialStoreUnavailableException e) {
            throw unavailable("The credential records or James's users", e);
        } catch (StoreUnavailableException e) {
            throw unavailable("The locks on maildrops or the held mail", e);
        }
    }

    static HaltException notReady() {
        return refusal(HTTP_UNAVAILABLE, ErrorType.SERVER_ERROR, "WebAdmin is being started")
                .haltError();
    }

    static HaltException unguarded() {
        return serverError("The request got here without being checked, so nothing was done")
                .haltError();
    }

    static HaltException tokenMissing() {
        return refusal(
                        HTTP_UNAUTHORIZED,
                        ErrorType.INVALID_ARGUMENT,
                        "A token of an administrator is needed: Authorization: Bearer TOKEN (docs/webadmin.md)")
                .haltError();
    }

    static HaltException foreignPage() {
        return refusal(HTTP_FORBIDDEN, ErrorType.INVALID_ARGUMENT, "A page of another origin may not ask this")
                .haltError();
    }

    static HaltException nameOfOthers() {
        return refusal(
                        HTTP_FORBIDDEN,
                        ErrorType.INVALID_ARGUMENT,
                        "Without a token WebAdmin is asked by its address, as localhost or by a name in digipoort.hosts, not by one"
                                + " that others can give it (docs/webadmin.md)")
                .haltError();
    }

    static HaltException trailUnreadable(IOException cause) {
        LOGGER.error("The audit trail cannot be read", cause);
        return serverError("The audit trail cannot be read; the log says more").haltError();
    }

    static HaltException maildropUnavailable(Exception cause) {
        return unavailable("The maildrop, or what is known of it,", cause);
    }

    /** The same for work on the limits. */
    static <T> T reachingLimits(Supplier<T> work) {
        try {
            return work.get();
        } catch (CredentialStoreUnavailableException e) {
            throw unavailable("James's users", e);
        } catch (StoreUnavailableException e) {
            throw unavailable("The limits", e);
        }
    }

    static HaltException notRecorded() {
        return serverError("The audit trail cannot be written, so nothing was done; the log says more")
                .haltError();
    }

    static HaltException badRequest(String message) {
        return refusal(HTTP_BAD_REQUEST, ErrorType.INVALID_ARGUMENT, message).haltError();
    }

    static HaltException lengthMissing() {
        return refusal(
                        HTTP_LENGTH_REQUIRED,
                        ErrorType.INVALID_ARGUMENT,
                        "The request must say the length of its body (Content-Length)")
                .haltError();
    }

    static HaltException tooLarge(int mostOctets) {
        return refusal(
                        HTTP_ENTITY_TOO_LARGE,
                        ErrorType.INVALID_ARGUMENT,
                        "The request has more than " + mostOctets + " octets")
                .haltError();
    }

    static HaltException unknownUser(Username user) {
        return refusal(HTTP_NOT_FOUND, ErrorType.NOT_FOUND, "The user " + user.asString() + " does not exist")
                .haltError();
    }

    static HaltException anotherPassword(Username user) {
        return wrongState("This is not the password that James holds for " + user.asString() + "; no record is made");
    }

    static HaltException wrongState(String message) {
        return refusal(HTTP_CONFLICT, ErrorType.WRONG_STATE, message).haltError();
    }

    static HaltException notLocked(Username user) {
        return refusal(HTTP_NOT_FOUND, ErrorType.NOT_FOUND, "There is no lock on the maildrop of " + user.asString())
                .haltError();
    }

    static HaltException anotherLock(MaildropLock lock) {
        return wrongState("The lock on the maildrop of " + lock.maildrop().asString() + " has the fence " + lock.fence()
                + " now");
    }

    static HaltException nothingHeld(Username user) {
        return refusal(HTTP_NOT_FOUND, ErrorType.NOT_FOUND, "No delivery is held for " + user.asString())
                .haltError();
    }

    static HaltException notHeld(Username user, long sequence) {
        return refusal(
                        HTTP_NOT_FOUND,
                        ErrorType.NOT_FOUND,
                        "No mail with the sequence " + sequence + " is held for " + user.asString())
                .haltError();
    }

    static HaltException notSetAside(Username user) {
        return refusal(
                        HTTP_NOT_FOUND,
                        ErrorType.NOT_FOUND,
                        "No mail is set aside in a mailbox of that name of " + user.asString())
                .haltError();
    }

    static HaltException heldBySession(Username user, long count) {
        return wrongState(
                "The maildrop of " + user.asString() + " is in use; deliveries held until it is free: " + count);
    }

    static HaltException notBroughtIn(Username user, long count) {
        return serverError("Deliveries still held for " + user.asString() + ": " + count
                        + "; the log says why, and it is tried again")
                .haltError();
    }

    static HaltException notExpired(Username user, MaildropException cause) {
        LOGGER.error("A request of WebAdmin failed", cause);
        return notExpired(user, 0);
    }

    static HaltException notExpired(Username user, long deleted) {
        return serverError("Not all old messages of " + user.asString() + " are removed, but " + deleted
                        + "; the log says why, and it is tried again")
                .haltError();
    }

    private static HaltException unavailable(String what, Exception cause) {
        LOGGER.error("A request of WebAdmin failed", cause);
        return serverError(what + " cannot be reached; the log says more").haltError();
    }

    /** For an answer that is James's: only its status and body can be replaced. */
    static ErrorResponder serverError(String message) {
        return refusal(HTTP_INTERNAL_ERROR, ErrorType.SERVER_ERROR, message);
    }

    private static ErrorResponder refusal(int status, ErrorType type, String message) {
        return ErrorResponder.builder().statusCode(status).type(type).message(message);
    }
}
