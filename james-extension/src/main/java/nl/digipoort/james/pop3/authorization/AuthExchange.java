package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import java.util.function.Supplier;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SASL exchange between its first challenge and its end: it stands in front of the command dispatcher meanwhile, and
 * every line is the client's response. The maildrop is locked behind the last of them and before the +OK.
 */
final class AuthExchange implements LineHandler<DigipoortSession> {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuthExchange.class);

    private final SaslConversation conversation;
    private final Logins logins;
    private final LoginAttempt attempt;
    private boolean inFront;
    private boolean waited;

    AuthExchange(SaslConversation conversation, Logins logins, LoginAttempt attempt) {
        this.conversation = conversation;
        this.logins = logins;
        this.attempt = attempt;
    }

    Reply start(String mechanism, Optional<String> initialResponse) {
        return reply(() -> conversation.start(mechanism, initialResponse));
    }

    @Override
    public Response onLine(DigipoortSession session, byte[] line) {
        return reply(() -> conversation.onLine(line));
    }

    private Reply reply(Supplier<SaslStep> step) {
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
                    Supplier<Reply> enter = () -> logins.enter(attempt, success.account());
                    return waited ? enter.get() : logins.right(attempt, success.account(), enter);
                },
                failure -> {
                    end();
                    return refuse(failure);
                });
    }

    private Reply goOn(SaslStep.Challenge challenge) {
        if (!inFront) {
            inFront = true;
            attempt.session().pushLineHandler(this);
        }
        Reply reply = Reply.challenge(challenge.line());
        return challenge
                .provenAccount()
                .map(account -> tellProven(account, reply))
                .orElse(reply);
    }

    /** The challenge tells that the password is right, so that it waits as the +OK would, and the +OK no more. */
    private Reply tellProven(String account, Reply challenge) {
        waited = true;
        return logins.right(attempt, account, () -> challenge);
    }

    private void end() {
        if (inFront) {
            inFront = false;
            attempt.session().popLineHandler();
        }
    }

    /** Taken away from the front: the exchange is over, also when the client is gone or broke it with a line too long. */
    @Override
    public void destroy() {
        conversation.close();
        if (inFront) {
            inFront = false;
            attempt.end(LoginOutcome.ABANDONED);
        }
    }

    private Reply refuse(SaslStep.Failure failure) {
        LOGGER.debug("Exchange ended: {}", failure.reason());
        failure.attemptedName().ifPresent(attempt::nameIt);
        switch (failure.kind()) {
            case UNKNOWN_MECHANISM:
                return logins.ended(attempt, LoginOutcome.UNSUPPORTED, Reply.error("Mechanism is not offered"));
            case INITIAL_RESPONSE_NOT_ALLOWED:
                return logins.ended(
                        attempt, LoginOutcome.UNSUPPORTED, Reply.error("Mechanism takes no initial response"));
            case CANCELLED:
                return logins.ended(attempt, LoginOutcome.CANCELLED, Reply.error("Authentication cancelled"));
            case MALFORMED:
                return logins.ended(attempt, LoginOutcome.MALFORMED, Logins.REFUSED);
            default:
                return logins.wrong(attempt);
        }
    }
}
