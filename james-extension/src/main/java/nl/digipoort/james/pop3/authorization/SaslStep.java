// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a {@link SaslConversation} after each line of the client: a challenge, or one of the two ends. Closed: {@link #fold} forces
 * a caller to handle all three. Immutable.
 */
public abstract class SaslStep {
    private SaslStep() {}

    /** Applies the one function that fits this step. */
    public abstract <R> R fold(
            Function<Challenge, R> onChallenge, Function<Success, R> onSuccess, Function<Failure, R> onFailure);

    /** The exchange continues: this line is sent, and the client answers with its next line. */
    public static final class Challenge extends SaslStep {
        private final String line;
        private final Optional<String> claimedName;
        private final Optional<String> provenAccount;

        /** @param claimedName the user name whose account was looked up for this challenge */
        Challenge(String line, Optional<String> claimedName) {
            this(line, claimedName, Optional.empty());
        }

        private Challenge(String line, Optional<String> claimedName, Optional<String> provenAccount) {
            this.line = line;
            this.claimedName = claimedName;
            this.provenAccount = provenAccount;
        }

        /** The same challenge at the end of an exchange: it tells the client that it has proven to be this account. */
        Challenge proving(String account) {
            return new Challenge(line, claimedName, Optional.of(account));
        }

        /** The user name whose account was looked up for this challenge, as the client sent it; empty if none was. */
        Optional<String> claimedName() {
            return claimedName;
        }

        /** The account that the client has proven to be; this challenge reveals it. */
        Optional<String> provenAccount() {
            return provenAccount;
        }

        /** The line without CRLF: {@code "+ "} and base64, which may be empty (RFC 5034 section 4). */
        public String line() {
            return line;
        }

        @Override
        public <R> R fold(
                Function<Challenge, R> onChallenge, Function<Success, R> onSuccess, Function<Failure, R> onFailure) {
            return onChallenge.apply(this);
        }
    }

    /** The client proved that it may act as an account. */
    public static final class Success extends SaslStep {
        private final String account;

        Success(String account) {
            this.account = account;
        }

        /** The canonical account name. */
        public String account() {
            return account;
        }

        @Override
        public <R> R fold(
                Function<Challenge, R> onChallenge, Function<Success, R> onSuccess, Function<Failure, R> onFailure) {
            return onSuccess.apply(this);
        }
    }

    /** The exchange failed; the client may begin another. */
    public static final class Failure extends SaslStep {
        /** Why; only REFUSED means that credentials were tried. */
        public enum Kind {
            /** No mechanism of that name is offered. */
            UNKNOWN_MECHANISM,
            /** The client sent an initial response with a mechanism in which the server speaks first. */
            INITIAL_RESPONSE_NOT_ALLOWED,
            /** Not base64, or not a message of the mechanism. */
            MALFORMED,
            /** A message of the mechanism that does not answer the challenge. */
            MISMATCHED,
            /** Somebody may be between the client and this server. */
            UNBOUND,
            /** The client ended the exchange. */
            CANCELLED,
            /** The credentials are wrong or do not allow what was asked. */
            REFUSED
        }

        private final Kind kind;
        private final String reason;
        private final Optional<String> attemptedName;

        Failure(Kind kind, String reason, Optional<String> attemptedName) {
            this.kind = kind;
            this.reason = reason;
            this.attemptedName = attemptedName;
        }

        public Kind kind() {
            return kind;
        }

        /** A constant text for the log, without anything that the client sent; not for the wire. */
        public String reason() {
            return reason;
        }

        /** The user name whose credentials were refused or did not come over this connection alone; for an audit log, whose writer escapes it. */
        public Optional<String> attemptedName() {
            return attemptedName;
        }

        @Override
        public <R> R fold(
                Function<Challenge, R> onChallenge, Function<Success, R> onSuccess, Function<Failure, R> onFailure) {
            return onFailure.apply(this);
        }
    }
}
