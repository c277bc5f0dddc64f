// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.command.operate;

import nl.digipoort.james.command.json.JsonObject;
import nl.digipoort.james.command.line.Options;
import nl.digipoort.james.command.line.Table;
import nl.digipoort.james.command.line.Terminal;
import nl.digipoort.james.command.line.UsageException;
import nl.digipoort.james.command.webadmin.Answer;
import nl.digipoort.james.command.webadmin.WebAdmin;

/** {@code tls}: the certificates that new connections get; {@code tls reload} looks at the files at once. */
public final class TlsCommand extends AskingCommand {
    @Override
    int execute(WebAdmin server, Options options, Terminal terminal) {
        Answer answer = ask(server, options);
        if (options.has(JSON)) {
            terminal.line(answer.body());
            return DONE;
        }
        JsonObject tls = JsonObject.of(answer.json());
        Table certificates = Table.headed("SUBJECT", "ISSUER", "KEY", "UNTIL", "LEFT", "SHA-256");
        for (JsonObject certificate : tls.list("certificates")) {
            certificates.row(
                    certificate.text("subject"),
                    certificate.text("issuer"),
                    certificate.text("keyAlgorithm"),
                    certificate.text("notAfter"),
                    Certificates.left(certificate),
                    certificate.text("sha256"));
        }
        certificates.print(terminal);
        terminal.text("provider " + tls.text("provider") + ", served since " + tls.text("loadedAt") + ", looked at "
                + tls.text("lookedAt"));
        if (tls.has("problem")) {
            terminal.text("changed files are refused: " + tls.text("problem"));
        }
        return DONE;
    }

    private static Answer ask(WebAdmin server, Options options) {
        if (options.arguments().isEmpty()) {
            return server.get(Certificates.PATH);
        }
        String action = options.arguments().get(0);
        if (!action.equals("reload")) {
            throw new UsageException("'" + action + "' is not reload");
        }
        return server.post(Certificates.PATH + "/reload");
    }
}
