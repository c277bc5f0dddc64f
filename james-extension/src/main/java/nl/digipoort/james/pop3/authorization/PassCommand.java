// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.Reply;
import org.apache.james.metrics.api.MetricFactory;

/** PASS: only right after USER; spaces belong to the password (RFC 1939 section 7). */
public final class PassCommand extends Pop3Command {
    private final ClearPasswords passwords;
    private final Logins logins;
    private final LoginMetrics loginMetrics;

    @Inject
    PassCommand(ClearPasswords passwords, Logins logins, LoginMetrics loginMetrics, MetricFactory metrics) {
        super("PASS", metrics);
        this.passwords = passwords;
        this.logins = logins;
        this.loginMetrics = loginMetrics;
    }

    @Override
    protected Answer execute(DigipoortSession session, CommandLine command) {
        Optional<String> user = session.takeAnnouncedUser();
        if (user.isEmpty()) {
            return Reply.error("USER first");
        }
        return command.wholeArgument()
                .filter(password -> !password.isEmpty())
                .<Answer>map(password -> login(session, user.get(), password.toCharArray()))
                .orElseGet(Pop3Command::wrongArguments);
    }

    private Answer login(DigipoortSession session, String user, char[] password) {
        LoginAttempt attempt = new LoginAttempt(LoginAttempt.USER_AND_PASS, session, loginMetrics);
        attempt.nameIt(user);
        return passwords.verify(
                attempt,
                () -> passwords.of(attempt).verify(user, password),
                verified -> answer(attempt, verified),
                () -> {},
                () -> Arrays.fill(password, '\0'));
    }

    private Answer answer(LoginAttempt attempt, Supplier<Optional<String>> verified) {
        Optional<String> proven;
        try {
            proven = verified.get();
        } catch (RuntimeException e) {
            return logins.unavailable(attempt, e);
        }
        return proven.map(account -> logins.proven(attempt, account, () -> logins.enter(attempt, account)))
                .orElseGet(() -> logins.failed(attempt));
    }
}
