// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import nl.digipoort.james.pop3.Answer;
import nl.digipoort.james.pop3.CommandLine;
import nl.digipoort.james.pop3.DigipoortSession;
import nl.digipoort.james.pop3.MultiLineReply;
import nl.digipoort.james.pop3.Pop3Command;
import nl.digipoort.james.pop3.PromptCommand;
import nl.digipoort.james.sasl.Mechanism;
import nl.digipoort.james.sasl.Mechanisms;
import org.apache.james.metrics.api.MetricFactory;

/** AUTH (RFC 5034): begins a SASL exchange. Without an argument it lists the mechanisms, as old clients expect. */
public final class AuthCommand extends Pop3Command implements PromptCommand {
    private static final String BY_DIGEST = "AUTH " + Mechanism.DIGEST_MD5;
    private static final String NO_MECHANISM = "-";

    private final OfferedMechanisms mechanisms;
    private final ClearPasswords passwords;
    private final Logins logins;
    private final LoginMetrics loginMetrics;

    @Inject
    AuthCommand(
            OfferedMechanisms mechanisms,
            ClearPasswords passwords,
            Logins logins,
            LoginMetrics loginMetrics,
            MetricFactory metrics) {
        super("AUTH", metrics);
        this.mechanisms = mechanisms;
        this.passwords = passwords;
        this.logins = logins;
        this.loginMetrics = loginMetrics;
    }

    /** Where DIGEST-MD5 is not offered, the line is refused, which is logged. */
    @Override
    public boolean isPrompt(byte[] line) {
        return PromptCommand.isLine(BY_DIGEST, line) && mechanisms.offers(Mechanism.DIGEST_MD5);
    }

    @Override
    protected Answer execute(DigipoortSession session, CommandLine command) {
        Optional<List<String>> arguments = command.arguments().filter(list -> list.size() <= 2);
        if (arguments.isEmpty()) {
            return wrongArguments();
        }
        if (arguments.get().isEmpty()) {
            return MultiLineReply.of(
                    "Mechanisms follow", mechanisms.underTls(session).names());
        }
        String mechanism = arguments.get().get(0);
        Mechanisms offered = mechanisms.underTls(session);
        Optional<Mechanism> chosen = offered.find(mechanism);
        String name = chosen.map(Mechanism::name).orElse(NO_MECHANISM);
        LoginAttempt attempt = new LoginAttempt(name, session, loginMetrics);
        if (chosen.filter(known -> known.exposure() == Mechanism.Exposure.PASSWORD)
                .isPresent()) {
            offered = mechanisms.underTls(session, passwords.of(attempt));
        }
        return new AuthExchange(new SaslConversation(offered.filter(name::equals)), passwords, logins, attempt)
                .start(mechanism, arguments.get().stream().skip(1).findFirst());
    }
}
