package nl.digipoort.james.admin;

import spark.Request;

/** The length that a request's body must say, and how long it may be. */
final class BodyLength {
    static final int MOST_OCTETS = 8192;

    private BodyLength() {}

    /** @throws spark.HaltException with 411 if it is not said, for then James's filters have read the body away, with 413 if it is too much */
    static void check(Request request) {
        if (request.contentLength() < 0) {
            throw Refusals.lengthMissing();
        }
        if (request.contentLength() > MOST_OCTETS) {
            throw Refusals.tooLarge(MOST_OCTETS);
        }
    }
}
