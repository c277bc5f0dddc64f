// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.List;
import org.apache.james.protocols.api.Response;

/**
 * The server's answer to one line of a client. There are three kinds: a {@link Reply} of one line, a {@link MultiLineReply}, and a {@link
 * DelayedAnswer}, which gives another answer later. The caller closes an answer that is not sent.
 */
public abstract class Answer implements Response, AutoCloseable {
    Answer() {}

    /** Converts the response of any handler. One that is not ours becomes a reply with its status line only. */
    public static Answer from(Response response) {
        return response instanceof Answer ? (Answer) response : Reply.of(response);
    }

    /** The first line without CRLF; empty while there is none. */
    public abstract String statusLine();

    /** The status line only: James's result handlers read it, and a body must not be kept in memory. */
    @Override
    public final List<CharSequence> getLines() {
        return List.of(statusLine());
    }

    @Override
    public boolean isEndSession() {
        return false;
    }

    /** Calls the taker's method for this kind of answer. */
    public abstract void passTo(Taker taker);

    /** Releases its resources. */
    @Override
    public void close() {
        // Nothing to release.
    }

    /** Handles an answer by its kind. */
    public interface Taker {
        void take(Reply reply);

        void take(MultiLineReply reply);

        void take(DelayedAnswer answer);
    }
}
