// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.DelayedAnswer;
import nl.digipoort.james.sasl.PasswordVerifier;

/**
 * Verifies clear passwords without a thread that others need: the answer is delayed until the password is hashed. Nothing is hashed for a
 * client that is gone, or if the answer would be that too many logins wait. Thread-safe.
 */
@Singleton
final class ClearPasswords {
    /** A login that has waited this long is refused; its client would not wait much longer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final JamesPasswordVerifier verifier;
    private final PasswordHashing hashing;
    private final Logins logins;

    @Inject
    ClearPasswords(JamesPasswordVerifier verifier, PasswordHashing hashing, Logins logins) {
        this.verifier = verifier;
        this.hashing = hashing;
        this.logins = logins;
    }

    /** The verifier for the password of one attempt, for use within the hash of {@link #verify}. */
    PasswordVerifier of(LoginAttempt attempt) {
        return new PasswordVerifier() {
            @Override
            public Optional<String> verify(String authenticationId, char[] password) {
                return logins.hasPlaceForAnswer(attempt, authenticationId)
                        ? verifier.verify(authenticationId, password)
                        : Optional.empty();
            }

            @Override
            public boolean denotes(String name, String account) {
                return verifier.denotes(name, account);
            }
        };
    }

    /**
     * The answer once the password is verified, delayed if necessary.
     *
     * @param hash verifies the password; nothing else uses the attempt meanwhile
     * @param answer makes the answer from what the hash returns or throws
     * @param gone called instead if there is no such answer; ends everything but the attempt
     * @param erase overwrites the password; called once in any case
     */
    <T> Answer verify(
            LoginAttempt attempt,
            Supplier<T> hash,
            Function<Supplier<T>, Answer> answer,
            Runnable gone,
            Runnable erase) {
        InetAddress client = attempt.session().getRemoteAddress().getAddress();
        Optional<QueuedHash<T>> queued = hashing.queue(client, hash, erase);
        if (queued.isEmpty()) {
            gone.run();
            return logins.busy(attempt);
        }
        QueuedHash<T> hashed = queued.get();
        return hashed.isDone() ? answer.apply(hashed::get) : new HashedAnswer<>(attempt, hashed, answer, gone);
    }

    private final class HashedAnswer<T> extends DelayedAnswer {
        private final LoginAttempt attempt;
        private final QueuedHash<T> hash;
        private final Function<Supplier<T>, Answer> answer;
        private final Runnable gone;

        private HashedAnswer(
                LoginAttempt attempt, QueuedHash<T> hash, Function<Supplier<T>, Answer> answer, Runnable gone) {
            this.attempt = attempt;
            this.hash = hash;
            this.answer = answer;
            this.gone = gone;
        }

        @Override
        public Duration delay() {
            return LONGEST_WAIT;
        }

        @Override
        public void whenReady(Runnable call) {
            hash.whenDone(call);
        }

        @Override
        public Answer give() {
            if (hash.withdraw()) {
                gone.run();
                return logins.busy(attempt);
            }
            return hash.isDone() ? answer.apply(hash::get) : this;
        }

        @Override
        public void drop() {
            if (hash.withdraw()) {
                abandon();
            } else {
                hash.whenDone(this::abandon);
            }
        }

        private void abandon() {
            gone.run();
            attempt.end(LoginOutcome.ABANDONED);
        }
    }
}
