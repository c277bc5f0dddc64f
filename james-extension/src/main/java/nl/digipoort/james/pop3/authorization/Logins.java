package nl.digipoort.james.pop3.authorization;

import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import nl.digipoort.james.maildrop.MaildropException;
import nl.digipoort.james.maildrop.Maildrops;
import nl.digipoort.james.maildrop.OpenMaildrop;
import nl.digipoort.james.maildrop.StoreUnavailableException;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Reply;
import nl.digipoort.james.pop3.ResponseCode;
import org.apache.james.core.Username;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows right or wrong credentials, by whichever command they came: the maildrop is locked and TRANSACTION begins
 * (RFC 1939 section 4), or one and the same refusal.
 */
@Singleton
final class Logins {
    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);

    private final Maildrops maildrops;

    @Inject
    Logins(Maildrops maildrops) {
        this.maildrops = maildrops;
    }

    Reply authenticated(DigipoortSession session, String account) {
        Username user = Username.of(account);
        try {
            Optional<OpenMaildrop> maildrop = maildrops.open(user);
            if (maildrop.isEmpty()) {
                LOGGER.info("Login of {} refused: the maildrop is locked", account);
                return Reply.error(ResponseCode.IN_USE, "Maildrop is locked by another session");
            }
            session.open(user, maildrop.get());
            LOGGER.info("Login of {}", account);
            return Reply.ok("Maildrop locked and ready");
        } catch (MaildropException | StoreUnavailableException e) {
            LOGGER.error("The maildrop of {} cannot be opened", account, e);
            return Reply.error(ResponseCode.SYS_TEMP, "Maildrop cannot be opened now, try again later");
        }
    }

    /** The same for an unknown user, a wrong password and a response that cannot be judged. */
    static Reply refused() {
        LOGGER.info("Authentication failed");
        return Reply.error(ResponseCode.AUTH, "Authentication failed");
    }

    static Reply unavailable(RuntimeException cause) {
        LOGGER.error("Credentials cannot be verified", cause);
        return Reply.error(ResponseCode.SYS_TEMP, "Authentication is not possible now, try again later");
    }
}
