// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.login;

import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import nl.digipoort.james.command.json.Json;
import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Command;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Passwords;
import nl.digipoort.james.command.line.Refusal;
import nl.digipoort.james.command.line.Syntax;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;

/**
 * {@code login-test}: logs in by each mechanism that the server offers, a connection each, and says what worked. Exit status 1 if none did.
 */
public final class LoginTestCommand implements Command {
    private static final String USER = "--user";
    private static final String JSON = "--json";

    public static Syntax syntax() {
        return Syntax.none()
                .with(Pop3Server.HOST, Pop3Server.PORT, USER, Passwords.FILE, Pop3Server.CACERT)
                .flag(Pop3Server.AT_ONCE, JSON);
    }

    @Override
    public int execute(Options options, Terminal terminal) {
        Pop3Server server = Pop3Server.of(options);
        String user = options.required(USER);
        Credentials credentials = new Credentials(user, Passwords.read(options, terminal, user));
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("host", server.host());
        report.put("port", (long) server.port());
        List<String> offered = look(server, report);
        List<Map<String, Object>> attempts = new ArrayList<>();
        boolean worked = false;
        for (String mechanism : offered) {
            String answer = Login.isKnown(mechanism) ? login(mechanism, server, credentials) : "not tried";
            worked |= isOk(answer);
            attempts.add(attempt(mechanism, answer));
        }
        report.put("mechanisms", attempts);
        show(report, options, terminal);
        return worked ? DONE : REFUSED;
    }

    private static Map<String, Object> attempt(String mechanism, String answer) {
        Map<String, Object> attempt = new LinkedHashMap<>();
        attempt.put("mechanism", mechanism);
        attempt.put("worked", isOk(answer));
        attempt.put("answer", answer);
        return attempt;
    }

    /** What is offered under TLS. */
    private static List<String> look(Pop3Server server, Map<String, Object> report) {
        try (Pop3Dialogue dialogue = Pop3Dialogue.with(server)) {
            report.put("tls", tls(server, dialogue.tls()));
            dialogue.quit();
            return Login.offered(dialogue.capabilities());
        } catch (SSLException e) {
            throw new Refusal(server + ": " + e.getMessage() + " (" + hint(server, e) + ")", e);
        } catch (IOException e) {
            throw new Refusal(server + ": " + e.getMessage(), e);
        }
    }

    private static String hint(Pop3Server server, SSLException e) {
        if (server.tlsAtOnce() && !(e instanceof SSLHandshakeException)) {
            return "it greets without TLS; try again, or leave out " + Pop3Server.AT_ONCE;
        }
        return Pop3Server.CACERT + " FILE names a certificate to trust";
    }

    private static Map<String, Object> tls(Pop3Server server, SSLSession session) throws SSLPeerUnverifiedException {
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put("version", session.getProtocol());
        tls.put("cipher", session.getCipherSuite());
        tls.put("begun", server.tlsAtOnce() ? "at once" : "by STLS");
        Certificate certificate = session.getPeerCertificates()[0];
        if (certificate instanceof X509Certificate) {
            X509Certificate own = (X509Certificate) certificate;
            tls.put("subject", own.getSubjectX500Principal().getName());
            tls.put("issuer", own.getIssuerX500Principal().getName());
            tls.put("notAfter", own.getNotAfter().toInstant().toString());
        }
        return tls;
    }

    /** The last answer, or why there is none. */
    private static String login(String mechanism, Pop3Server server, Credentials credentials) {
        try (Pop3Dialogue dialogue = Pop3Dialogue.with(server)) {
            String answer = new Login(dialogue, server.host(), credentials).by(mechanism);
            dialogue.quit();
            return answer;
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    private static boolean isOk(String answer) {
        return answer.startsWith("+OK");
    }

    private static void show(Map<String, Object> report, Options options, Terminal terminal) {
        if (options.has(JSON)) {
            terminal.line(Json.write(report));
            return;
        }
        JsonObject tls = JsonObject.of(report.get("tls"));
        Table.plain()
                .row("tls", tls.text("version") + ", " + tls.text("cipher") + ", begun " + tls.text("begun"))
                .row("certificate", tls.text("subject") + ", until " + tls.text("notAfter"))
                .row("issued by", tls.text("issuer"))
                .print(terminal);
        Table table = Table.headed("MECHANISM", "WORKED", "ANSWER");
        for (JsonObject attempt : JsonObject.list(report.get("mechanisms"))) {
            table.row(
                    attempt.text("mechanism"),
                    attempt.text("worked").equals("true") ? "yes" : "no",
                    attempt.text("answer"));
        }
        table.print(terminal);
    }
}
