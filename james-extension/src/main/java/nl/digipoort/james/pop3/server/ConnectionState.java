// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.server;

import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import nl.digipoort.james.pop3.DelayedAnswer;

/**
 * What a connection does for its client, with what only that state holds: it is one of these five, and the next line is looked at in
 * {@link #LISTENING} only. All state is the event loop's.
 */
abstract class ConnectionState {
    /** The client begins with TLS, and is greeted when it has that. */
    static final ConnectionState NOT_GREETED = new ConnectionState() {};

    /** Nothing is under way. */
    static final ConnectionState LISTENING = new ConnectionState() {};

    /** The executor has the greeting, a line or a delayed answer. */
    static final ConnectionState WORKING = new ConnectionState() {};

    private ConnectionState() {}

    Optional<Sending> sending() {
        return Optional.empty();
    }

    Optional<Delaying> delaying() {
        return Optional.empty();
    }

    /** A multi-line reply is sent, as fast as the client takes it. */
    static final class Sending extends ConnectionState {
        private final Transmission transmission;
        private boolean last;

        Sending(Transmission transmission) {
            this.transmission = transmission;
        }

        Transmission transmission() {
            return transmission;
        }

        /** Whether this is the last reply: the session is over, and will be cut off. */
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

    /** An answer is waited for, without a thread, until its time comes. */
    static final class Delaying extends ConnectionState {
        private final DelayedAnswer answer;
        private final Future<?> timer;

        /** @param give is called when the longest time is over */
        Delaying(DelayedAnswer answer, EventExecutor eventLoop, Consumer<Delaying> give) {
            this.answer = answer;
            this.timer =
                    eventLoop.schedule(() -> give.accept(this), answer.delay().toNanos(), TimeUnit.NANOSECONDS);
        }

        DelayedAnswer answer() {
            return answer;
        }

        /** It is not waited for any more. */
        void stop() {
            timer.cancel(false);
        }

        @Override
        Optional<Delaying> delaying() {
            return Optional.of(this);
        }
    }
}
