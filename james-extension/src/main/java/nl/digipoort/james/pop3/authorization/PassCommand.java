package nl.digipoort.james.pop3.authorization;

import java.util.Arrays;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** PASS: only right behind USER; spaces belong to the password (RFC 1939 section 7). */
public final class PassCommand extends Pop3Command {
    private final JamesPasswordVerifier verifier;
    private final Logins logins;
    private final LoginMetrics loginMetrics;

    @Inject
    PassCommand(JamesPasswordVerifier verifier, Logins logins, LoginMetrics loginMetrics, MetricFactory metrics) {
        super("PASS", metrics);
        this.verifier = verifier;
        this.logins = logins;
        this.loginMetrics = loginMetrics;
    }

    @Override
    protected Reply execute(DigipoortSession session, CommandLine command) {
        Optional<String> user = session.takeAnnouncedUser();
        if (user.isEmpty()) {
            return Reply.error("USER first");
        }
        return command.wholeArgument()
                .filter(password -> !password.isEmpty())
                .map(password -> login(session, user.get(), password.toCharArray()))
                .orElseGet(Pop3Command::wrongArguments);
    }

    private Reply login(DigipoortSession session, String user, char[] password) {
        LoginAttempt attempt = LoginAttempt.by(LoginAttempt.USER_AND_PASS, session, loginMetrics);
        attempt.nameIt(user);
        try {
            return verifier.verify(user, password)
                    .map(account -> logins.right(attempt, account, () -> logins.enter(attempt, account)))
                    .orElseGet(() -> logins.wrong(attempt));
        } catch (RuntimeException e) {
            return logins.unavailable(attempt, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
