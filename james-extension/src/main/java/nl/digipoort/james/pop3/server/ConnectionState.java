// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digipoort.james.pop3.DelayedAnswer;

/**
 * The state of a connection: one of five, each with its own data. The next line is handled in {@link #LISTENING} only. All state is
 * confined to the event loop.
 */
abstract class ConnectionState {
    /** The client begins with TLS, and is greeted after the handshake. */
    static final ConnectionState NOT_GREETED = new ConnectionState() {};

    /** Nothing is under way. */
    static final ConnectionState LISTENING = new ConnectionState() {};

    /** The executor works on the greeting, a line or a delayed answer. */
    static final ConnectionState WORKING = new ConnectionState() {};

    private ConnectionState() {}

    Optional<Sending> sending() {
        return Optional.empty();
    }

    Optional<Delaying> delaying() {
        return Optional.empty();
    }

    /** A multi-line reply is being sent, as fast as the client reads it. */
    static final class Sending extends ConnectionState {
        private final Transmission transmission;
        private boolean last;

        Sending(Transmission transmission) {
            this.transmission = transmission;
        }

        Transmission transmission() {
            return transmission;
        }

        /** Whether this is the last reply: the session is over, and the connection will be closed. */
        boolean isLast() {
            return last;
        }

        void setLast(boolean isLast) {
            last = isLast;
        }

        @Override
        Optional<Sending> sending() {
            return Optional.of(this);
        }
    }

    /** An answer is delayed until it is due; no thread waits for it. */
    static final class Delaying extends ConnectionState {
        private final DelayedAnswer answer;
        private final Future<?> timer;

        /** @param give called when the longest delay is over */
        Delaying(DelayedAnswer answer, EventExecutor eventLoop, Consumer<Delaying> give) {
            this.answer = answer;
            this.timer =
                    eventLoop.schedule(() -> give.accept(this), answer.delay().toNanos(), TimeUnit.NANOSECONDS);
        }

        DelayedAnswer answer() {
            return answer;
        }

        /** Ends the wait. */
        void stop() {
            timer.cancel(false);
        }

        @Override
        Optional<Delaying> delaying() {
            return Optional.of(this);
        }
    }
}
