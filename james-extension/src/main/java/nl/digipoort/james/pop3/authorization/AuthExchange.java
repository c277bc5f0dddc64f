package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import java.util.function.Supplier;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.sasl.CredentialsUnavailableException;
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
    private boolean inFront;

    AuthExchange(SaslConversation conversation, Logins logins) {
        this.conversation = conversation;
        this.logins = logins;
    }

    Reply start(DigipoortSession session, String mechanism, Optional<String> initialResponse) {
        return reply(session, () -> conversation.start(mechanism, initialResponse));
    }

    @Override
    public Response onLine(DigipoortSession session, byte[] line) {
        return reply(session, () -> conversation.onLine(line));
    }

    private Reply reply(DigipoortSession session, Supplier<SaslStep> step) {
        SaslStep taken;
        try {
            taken = step.get();
        } catch (CredentialsUnavailableException e) {
            end(session);
            return Logins.unavailable(e);
        } catch (RuntimeException e) {
            end(session);
            throw e;
        }
        return taken.fold(
                challenge -> goOn(session, challenge),
                success -> {
                    end(session);
                    return logins.authenticated(session, success.account());
                },
                failure -> {
                    end(session);
                    return refuse(failure);
                });
    }

    private Reply goOn(DigipoortSession session, SaslStep.Challenge challenge) {
        if (!inFront) {
            inFront = true;
            session.pushLineHandler(this);
        }
        return Reply.challenge(challenge.line());
    }

    private void end(DigipoortSession session) {
        if (inFront) {
            inFront = false;
            session.popLineHandler();
        }
    }

    /** Taken away from the front: the exchange is over, also when the client is gone or broke it with a line too long. */
    @Override
    public void destroy() {
        conversation.close();
    }

    private static Reply refuse(SaslStep.Failure failure) {
        LOGGER.debug("Exchange ended: {}", failure.reason());
        switch (failure.kind()) {
            case UNKNOWN_MECHANISM:
                return Reply.error("Mechanism is not offered");
            case INITIAL_RESPONSE_NOT_ALLOWED:
                return Reply.error("Mechanism takes no initial response");
            case CANCELLED:
                return Reply.error("Authentication cancelled");
            default:
                return Logins.refused();
        }
    }
}
