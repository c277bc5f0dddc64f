// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.pop3.authorization;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each login that ends, with its own logger, in a format that filters rely on (docs/reference/logging.md). The name is
 * the last field and escaped, so that client input cannot look like another field or line. The fields are also in the MDC, for layouts that
 * show it.
 */
final class LoginLog {
    static final String LOGGER_NAME = "nl.digipoort.james.login";

    private static final Logger LOGGER = LoggerFactory.getLogger(LOGGER_NAME);
    private static final String NONE = "-";
    private static final int LONGEST_NAME = 255;

    private LoginLog() {}

    static void write(LoginAttempt attempt, LoginOutcome outcome) {
        Map<String, String> fields = fields(attempt, outcome);
        Optional<String> user = attempt.name().map(LoginLog::escaped);
        MDCBuilder context = MDCBuilder.create();
        fields.forEach((key, value) -> context.addToContext(contextKey(key), value));
        context.addToContextIfPresent(contextKey("user"), user);
        MDCBuilder.withMdc(context, () -> LOGGER.info("{}", line(fields, user)));
    }

    static String line(LoginAttempt attempt, LoginOutcome outcome) {
        return line(fields(attempt, outcome), attempt.name().map(LoginLog::escaped));
    }

    private static String line(Map<String, String> fields, Optional<String> user) {
        String known = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
        return "login " + known + " user=" + user.map(name -> '"' + name + '"').orElse(NONE);
    }

    private static Map<String, String> fields(LoginAttempt attempt, LoginOutcome outcome) {
        InetSocketAddress client = attempt.session().getRemoteAddress();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("outcome", outcome.code());
        fields.put("address", InetAddresses.toAddrString(client.getAddress()));
        fields.put("port", Integer.toString(client.getPort()));
        Optional<SSLSession> tls = attempt.session().getSSLSession();
        fields.put("tls", tls.map(SSLSession::getProtocol).orElse(NONE));
        fields.put("cipher", tls.map(SSLSession::getCipherSuite).orElse(NONE));
        fields.put("mechanism", attempt.mechanism());
        attempt.refusedFrom().ifPresent(date -> fields.put("refusedFrom", date));
        attempt.brokenRule().ifPresent(rule -> fields.put("policy", rule));
        fields.put("session", attempt.session().getSessionID());
        return fields;
    }

    private static String contextKey(String key) {
        return "login" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
    }

    private static String escaped(String name) {
        return StringEscapeUtils.escapeJava(name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
}
