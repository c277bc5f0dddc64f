// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot succeed: exit 2, and one line that says what and where. */
class FailedStartIT {
    @TempDir
    Path scratch;

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            Outcome outcome = run("--smtp-port", port, "--pop3-port=0", "--webadmin-port=0", "--jmx-port=0");

            assertRefused(outcome, "smtp", "127.0.0.1:" + port, "in use", "--smtp-port");
        }
    }

    @Test
    void namesTheHomeThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(scratch.resolve("file"));

        Outcome outcome = Outcome.of("run", "--home", file.resolve("home").toString());

        assertRefused(outcome, file.resolve("home").toString());
    }

    @Test
    void namesTheOptionThatItDoesNotKnow() throws Exception {
        assertRefused(run("--imap-port", "143"), "--imap-port");
    }

    @Test
    void namesTheNumberThatIsNone() throws Exception {
        assertRefused(run("--pop3-port", "pop"), "--pop3-port", "'pop'");
    }

    @Test
    void namesTheLineThatIsNoXml() throws Exception {
        Path smtp = home().resolve("conf/smtpserver.xml");
        Outcome first = Outcome.of("run", "--home", home().toString(), "--bind", "no.such.host.invalid");
        assertRefused(first, "no.such.host.invalid");
        Files.writeString(smtp, "<smtpservers>\n<smtpserver>\n</smtpservers>\n");

        Outcome outcome = run("--pop3-port=0", "--smtp-port=0");

        assertRefused(outcome, smtp.toString(), "line 3");
    }

    @Test
    void namesTheFileOfTokensThatIsMalformedAndNoneOfThem() throws Exception {
        Path tokens = home().resolve("conf/digipoort-webadmin.tokens");
        Outcome first = Outcome.of("run", "--home", home().toString(), "--bind", "no.such.host.invalid");
        assertRefused(first, "no.such.host.invalid");
        Files.writeString(tokens, "admin tooShortAToken\n");

        Outcome outcome = run("--pop3-port=0", "--smtp-port=0", "--webadmin-port=0", "--jmx-port=0");

        assertRefused(outcome, tokens.toString(), "line 1", "openssl rand");
        assertThat(outcome.stderr()).doesNotContain("tooShortAToken");
    }

    @Test
    void namesTheFileOfWebAdminThatCannotBeRead() throws Exception {
        Path webadmin = home().resolve("conf/webadmin.properties");
        Outcome first = Outcome.of("run", "--home", home().toString(), "--bind", "no.such.host.invalid");
        assertRefused(first, "no.such.host.invalid");
        Files.delete(webadmin);
        // as root everything else can be read
        Files.createDirectory(webadmin);

        assertRefused(run("--pop3-port=0", "--smtp-port=0", "--jmx-port=0"), "conf/webadmin.properties cannot be read");

        Files.delete(webadmin);
        Files.writeString(webadmin, "enabled=perhaps\n");
        assertRefused(
                run("--pop3-port=0", "--smtp-port=0", "--jmx-port=0"),
                "conf/webadmin.properties: enabled is 'perhaps'; allowed: true, false");
    }

    @Test
    void namesTheHomeThatAnotherServerUses() throws Exception {
        try (EmbeddedGateway gateway = EmbeddedGateway.start(home())) {
            Outcome outcome = run("--pop3-port=0", "--smtp-port=0", "--webadmin-port=0", "--jmx-port=0");

            assertRefused(outcome, home().toString(), "in use", Long.toString(gateway.pid()));
            assertThat(gateway.cli("ListDomains").exit()).isZero();
        }
    }

    @Test
    void saysThatNoServerRunsForTheCli() throws Exception {
        assertRefused(Outcome.ofCli(home(), "ListUsers"), home().toString(), "no server runs");
    }

    private Path home() {
        return scratch.resolve("home");
    }

    private Outcome run(String... options) throws Exception {
        String[] arguments = new String[options.length + 5];
        arguments[0] = "run";
        arguments[1] = "--home";
        arguments[2] = home().toString();
        arguments[3] = "--bind";
        arguments[4] = "127.0.0.1";
        System.arraycopy(options, 0, arguments, 5, options.length);
        return Outcome.of(arguments);
    }

    private static void assertRefused(Outcome outcome, String... named) {
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr()).contains(named);
        assertThat(outcome.stderr().lines()).hasSize(1);
    }
}
