// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SASL exchange between its first challenge and its end. Meanwhile every line goes to it instead of the command dispatcher, as the
 * client's response. The maildrop is locked after the last response and before the +OK.
 */
final class AuthExchange implements LineHandler<DigipoortSession> {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuthExchange.class);

    private final SaslConversation conversation;
    private final ClearPasswords passwords;
    private final Logins logins;
    private final LoginAttempt attempt;
    private boolean inFront;
    private boolean waited;
    /** Whether the client was shown what depends on the name that it claimed, and has not proven to be that user. */
    private boolean claimed;

    /** Whether a hashing thread uses the conversation and the attempt. */
    private volatile boolean hashing;

    AuthExchange(SaslConversation conversation, ClearPasswords passwords, Logins logins, LoginAttempt attempt) {
        this.conversation = conversation;
        this.passwords = passwords;
        this.logins = logins;
        this.attempt = attempt;
    }

    Answer start(String mechanism, Optional<String> initialResponse) {
        Supplier<SaslStep> step = () -> conversation.start(mechanism, initialResponse);
        return initialResponse.isPresent() && conversation.beginsWithPassword(mechanism)
                ? hash(step, () -> {})
                : reply(step);
    }

    @Override
    public Response onLine(DigipoortSession session, byte[] line) {
        if (!conversation.isPassword(line)) {
            return reply(() -> conversation.onLine(line));
        }
        byte[] password = line.clone();
        return hash(() -> conversation.onLine(password), () -> Arrays.fill(password, (byte) 0));
    }

    private Answer hash(Supplier<SaslStep> step, Runnable erase) {
        hashing = true;
        return passwords.verify(attempt, step, this::hashed, this::leave, erase);
    }

    private Answer hashed(Supplier<SaslStep> step) {
        hashing = false;
        return reply(step);
    }

    private void leave() {
        inFront = false;
        conversation.close();
        hashing = false;
    }

    private Answer reply(Supplier<SaslStep> step) {
        SaslStep taken;
        try {
            taken = step.get();
        } catch (RuntimeException e) {
            end();
            return logins.unavailable(attempt, e);
        }
        return taken.fold(
                this::goOn,
                success -> {
                    end();
                    Supplier<Answer> enter = () -> logins.enter(attempt, success.account());
                    return waited ? enter.get() : logins.proven(attempt, success.account(), enter);
                },
                failure -> {
                    end();
                    return refuse(failure);
                });
    }

    private Answer goOn(SaslStep.Challenge challenge) {
        if (!inFront) {
            inFront = true;
            attempt.session().pushLineHandler(this);
        }
        challenge.claimedName().ifPresent(attempt::nameIt);
        claimed =
                challenge.claimedName().isPresent() && challenge.provenAccount().isEmpty();
        Reply reply = Reply.challenge(challenge.line());
        return challenge
                .provenAccount()
                .<Answer>map(account -> tellProven(account, reply))
                .orElse(reply);
    }

    /**
     * This challenge reveals that the password is right. So it is delayed as the +OK would be, and the +OK is not delayed again. Nothing goes
     * on where the login is refused instead, also by the policy of the account, or where nobody can say whether it is.
     */
    private Answer tellProven(String account, Reply challenge) {
        waited = true;
        try {
            return logins.proven(attempt, account, () -> challenge);
        } finally {
            if (attempt.entitlement().isEmpty()) {
                end();
            }
        }
    }

    private void end() {
        if (inFront) {
            inFront = false;
            attempt.session().popLineHandler();
        }
    }

    /** The exchange is removed and over, also because the client is gone or sent a line that is too long. */
    @Override
    public void destroy() {
        if (hashing) {
            return;
        }
        conversation.close();
        if (inFront) {
            inFront = false;
            leaveAttempt();
        }
    }

    private void leaveAttempt() {
        if (claimed) {
            logins.left(attempt);
        } else {
            attempt.end(LoginOutcome.ABANDONED);
        }
    }

    private Answer refuse(SaslStep.Failure failure) {
        LOGGER.debug("Exchange ended: {}", failure.reason());
        failure.attemptedName().ifPresent(attempt::nameIt);
        switch (failure.kind()) {
            case UNKNOWN_MECHANISM:
                return logins.abandoned(attempt, LoginOutcome.UNSUPPORTED, Reply.error("Mechanism is not offered"));
            case INITIAL_RESPONSE_NOT_ALLOWED:
                return logins.abandoned(
                        attempt, LoginOutcome.UNSUPPORTED, Reply.error("Mechanism takes no initial response"));
            case CANCELLED:
                return unjudged(LoginOutcome.CANCELLED, Reply.error("Authentication cancelled"));
            case MALFORMED:
                return unjudged(LoginOutcome.MALFORMED, Reply.error("Response is malformed"));
            case MISMATCHED:
                // The operator may have to add a host name or realm; a user cannot fix this.
                LOGGER.info("The client's response does not fit: {}", failure.reason());
                return unjudged(LoginOutcome.MALFORMED, Reply.error("Response does not fit the challenge"));
            case UNBOUND:
                LOGGER.warn("Somebody may be between a client and this server: {}", failure.reason());
                return unbound(Reply.error("Response does not fit the challenge"));
            default:
                return logins.failed(attempt);
        }
    }

    private Answer unbound(Reply reply) {
        return claimed ? logins.failed(attempt, LoginOutcome.BINDING, reply) : logins.unbound(attempt, reply);
    }

    /** Whoever was shown the salt of a name and then proves nothing, has looked for accounts: that costs what a wrong password does. */
    private Answer unjudged(LoginOutcome outcome, Reply reply) {
        return claimed ? logins.failed(attempt, LoginOutcome.AUTH, reply) : logins.abandoned(attempt, outcome, reply);
    }
}
