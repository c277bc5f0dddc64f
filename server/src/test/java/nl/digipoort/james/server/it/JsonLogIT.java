// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log in JSON: each line is an object, and the fields of a login are fields of it. */
class JsonLogIT {
    /** Fails at a line that is no JSON. Prints the levels, and of each login its fields in the order of their names. */
    private static final String READ =
            """
            import json
            import sys
            lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
            print("lines", len(lines) > 10, all(len(line["timestamp"]) == 24 for line in lines))
            for line in lines:
                if line["logger"] == "nl.digipoort.james.login":
                    fields = {key: value for key, value in line["mdc"].items() if key.startswith("login")}
                    print(line["level"], *(key + "=" + fields[key] for key in sorted(fields)), line["message"][:19])
            """;

    @TempDir
    private Path scratch;

    @Test
    void hasTheFieldsOfALogin() throws Exception {
        Path home = ChangedConfiguration.homeThatLogsJson(scratch.resolve("home"));
        Account account;
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            account = gateway.newAccount();
            try (Pop3Client client = gateway.secured()) {
                client.command("USER \"" + account.user());
                client.command("PASS wrong");
                client.command("USER " + account.user());
                client.command("PASS " + account.password());
                client.command("QUIT");
            }
            gateway.process().terminate();
        }

        String read = RealClient.in(scratch)
                .run(
                        "python3",
                        "-c",
                        READ,
                        home.resolve("var/log/digipoort.log").toString())
                .replaceAll("loginPort=\\d+", "loginPort=N")
                .replaceAll("loginSession=\\S+", "loginSession=S")
                .replaceAll("loginCipher=TLS_[A-Z0-9_]+", "loginCipher=C");

        assertThat(read.lines())
                .containsExactly(
                        "lines True True",
                        login("AUTH", "\\\"" + account.user(), "login outcome=AUTH "),
                        login("OK", account.user(), "login outcome=OK ad"));
    }

    private static String login(String outcome, String user, String message) {
        return "INFO loginAddress=127.0.0.1 loginCipher=C loginMechanism=USER loginOutcome=" + outcome
                + " loginPort=N loginSession=S loginTls=TLSv1.3 loginUser=" + user + " " + message;
    }
}
