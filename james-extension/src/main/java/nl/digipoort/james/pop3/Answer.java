// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3;

import java.util.List;
import org.apache.james.protocols.api.Response;

/**
 * What a line of a client is answered. There are three kinds: a {@link Reply} of one line, a {@link MultiLineReply}, and a {@link
 * DelayedAnswer}, which gives another one later. An answer that is not sent is to be closed.
 */
public abstract class Answer implements Response, AutoCloseable {
    Answer() {}

    /** The answer of a handler, as far as a status line can tell it if the handler is not ours. */
    public static Answer from(Response response) {
        return response instanceof Answer ? (Answer) response : Reply.of(response);
    }

    /** The first line without CRLF; empty as long as there is none. */
    public abstract String statusLine();

    /** The status line only: James's result handlers look at it, and a body is nothing to keep in memory. */
    @Override
    public final List<CharSequence> getLines() {
        return List.of(statusLine());
    }

    @Override
    public boolean isEndSession() {
        return false;
    }

    /** Has the taker take it as what it is. */
    public abstract void passTo(Taker taker);

    /** Frees what it holds. */
    @Override
    public void close() {
        // It holds nothing but its text.
    }

    /** Whoever does something else for each kind. */
    public interface Taker {
        void take(Reply reply);

        void take(MultiLineReply reply);

        void take(DelayedAnswer answer);
    }
}
