// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.it.RealClient.Ended;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients that we did not write: curl and openssl s_client. {@link VariantsIT} has curl with USER and PASS, {@link
 * DocumentedClientsIT} has more.
 */
@ExtendWith(SharedGateway.class)
class RealClientsIT {
    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    RealClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH=DIGEST-MD5, AUTH DIGEST-MD5",
        "AUTH=PLAIN, AUTH PLAIN",
        "AUTH=LOGIN, AUTH LOGIN",
    })
    void fetchesTheMessageOctetForOctetWithCurl(String loginOptions, String command) throws Exception {
        Account account = gateway.newAccount();
        Path message = scratch.resolve("message.eml");
        ExampleMessage.of(1, account.user(), ExampleMessage.SMALL).write(message);
        gateway.append(account, message);
        Path fetched = scratch.resolve("fetched.eml");

        String trace = RealClient.curl(
                gateway,
                account,
                "pop3://localhost:" + gateway.pop3().getPort() + "/1",
                fetched,
                "--login-options",
                loginOptions);

        assertThat(trace).contains("> STLS").contains("> " + command);
        assertThat(Files.readAllBytes(fetched)).hasSize((int) ExampleMessage.SMALL);
        assertThat(Files.mismatch(fetched, message)).isEqualTo(-1);
    }

    @Test
    void letsInAUserThatTheJamesCliAdded() throws Exception {
        Account account = new Account("cli@" + TestGateway.DOMAIN, "set by the CLI");
        assertThat(gateway.process()
                        .cli("AddUser", account.user(), account.password())
                        .exit())
                .isZero();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        Path listing = scratch.resolve("listing");

        RealClient.curl(
                gateway,
                account,
                "pop3://localhost:" + gateway.pop3().getPort() + "/",
                listing,
                "--login-options",
                "AUTH=DIGEST-MD5");

        assertThat(listing).hasContent("1 17\r\n");
    }

    /** Not told which mechanism to use, curl begins with the strongest. It ends with a status of its own for it. */
    @Test
    void tellsCurlThatThePasswordIsWrong() throws Exception {
        Account account = gateway.newAccount();

        Ended ended = RealClient.attemptCurl(
                gateway,
                new Account(account.user(), "wrong"),
                "pop3://localhost:" + gateway.pop3().getPort() + "/",
                scratch.resolve("listing"));

        assertThat(ended.printed()).contains("> AUTH DIGEST-MD5").contains("< -ERR [AUTH] Authentication failed");
        assertThat(ended.exit()).isEqualTo(67);
    }

    @Test
    void talksToOpensslAfterStls() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        String output = RealClient.in(scratch)
                .saying("USER " + account.user() + "\nPASS " + account.password() + "\nLIST\nQUIT\n")
                .run(
                        "openssl",
                        "s_client",
                        "-starttls",
                        "pop3",
                        "-crlf",
                        "-quiet",
                        "-verify_return_error",
                        "-CAfile",
                        gateway.certificate(),
                        "-connect",
                        "localhost:" + gateway.pop3().getPort());

        assertThat(output)
                .contains("+OK Maildrop locked and ready")
                .contains("\n1 17")
                .contains("+OK Bye");
    }
}
