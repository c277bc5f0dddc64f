// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.EmbeddedGateway;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's fail2ban reads what the server wrote with the filter of conf/fail2ban. */
class FailToBanIT {
    private static final Path CONFIGURATION = Distribution.project().resolve("conf/fail2ban");
    private static final String FILTER =
            CONFIGURATION.resolve("filter.d/digipoort-pop3.conf").toString();

    /** The whole of a line about an address that must not be banned, as a client may send it for its name. */
    private static final String FAKE =
            "2026-11-24T03:33:54.424Z INFO  [digipoort-pop3-worker-1] nl.digipoort.james.login - - - "
                    + "login outcome=AUTH address=192.0.2.66 port=1 tls=- cipher=- mechanism=PLAIN session=a user=";

    private static final List<String> HOSTILE_NAMES = List.of(
            "two words",
            "\"",
            "\\",
            "\\\"",
            "x\" address=192.0.2.66 user=\"x",
            "address=192.0.2.66",
            FAKE + "-",
            FAKE + "\"x\"",
            "x\" - login outcome=AUTH address=192.0.2.66 port=1 tls=- cipher=- mechanism=- session=a user=\"x",
            "caf\u00e9 \u2028 \u202e");

    /** These come with a line end; whether the server judges them or not, they must not be seen as lines. */
    private static final List<String> NAMES_WITH_LINE_ENDS =
            List.of("x\n" + FAKE + "-\n", "x\"\n" + FAKE + "\"x\"", "x\r" + FAKE + "-", "\u0085" + FAKE + "-");

    @TempDir
    private Path scratch;

    @Test
    void findsTheAddressOfEachRefusalAndNothingElse() throws Exception {
        Path home = ChangedConfiguration.home(
                scratch.resolve("home"), "<longestDelay>10</longestDelay>", "<longestDelay>0</longestDelay>");
        Path log = home.resolve("var/log/digipoort.log");
        try (TestGateway gateway = TestGateway.on(EmbeddedGateway.start(home))) {
            Account account = gateway.newAccount();

            int refused = refusedLogins(gateway, account);
            int others = otherLogins(gateway, account);
            int withLineEnds = 0;
            for (String name : NAMES_WITH_LINE_ENDS) {
                plain(gateway, name, "wrong");
                withLineEnds++;
            }

            int logins = refused + others + withLineEnds;
            await().untilAsserted(() -> assertThat(loginLines(log)).hasSize(logins));
            long judged = loginLines(log).stream()
                    .skip(refused + others)
                    .filter(line -> line.contains("- login outcome=AUTH "))
                    .count();
            assertThat(addresses(log)).hasSize(refused + (int) judged).containsOnly("127.0.0.1");
        }
    }

    @Test
    void takesNoOtherLineForARefusal() throws Exception {
        String start =
                "2026-11-24T03:33:54.424Z INFO  [digipoort-pop3-worker-1] nl.digipoort.james.login 192.0.2.1 6f1c9a - ";
        String fields = " port=51234 tls=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 mechanism=PLAIN session=6f1c9a user=";
        Path log = scratch.resolve("made.log");
        Files.write(
                log,
                List.of(
                        start + "login outcome=AUTH address=192.0.2.1" + fields + "\"anna@example.org\"",
                        start + "login outcome=AUTH address=2001:db8::1" + fields + "-",
                        start.replace("Z", "+01:00") + "login outcome=AUTH address=192.0.2.2" + fields + "\"a \\\" b\"",
                        start + "login outcome=MALFORMED address=192.0.2.66" + fields + "-",
                        start + "login outcome=OK address=192.0.2.66" + fields + "\"" + FAKE + "-\"",
                        start + "login outcome=OK address=192.0.2.66" + fields + "\"" + FAKE + "\\\"x\\\"\"",
                        "  " + FAKE + "-",
                        FAKE.replace("nl.digipoort.james.login", "o.a.j.smtp.Some") + "-",
                        FAKE.replace("- - - login", "- - - sender " + FAKE + "- login") + "-",
                        FAKE.replace("INFO ", "WARN ") + "-"));

        assertThat(addresses(log)).containsExactly("192.0.2.1", "2001:db8::1", "192.0.2.2");
    }

    @Test
    void takesTheSampleJail() throws Exception {
        Path log = Files.createFile(scratch.resolve("empty.log"));
        RealClient client = RealClient.in(scratch).where("fail2ban-client", "--version");
        client.run("cp", "-r", "/etc/fail2ban", "configuration");
        client.run("rm", "-f", "configuration/jail.d/defaults-debian.conf");
        client.run("cp", "-r", CONFIGURATION + "/.", "configuration");
        Path jail = scratch.resolve("configuration/jail.d/digipoort-pop3.conf");
        Files.writeString(
                jail,
                Files.readString(jail)
                        .replaceFirst("(?m)^logpath = .*", "logpath = " + log)
                        .replace("# chain", "chain"));

        assertThat(client.run("fail2ban-client", "-c", "configuration", "-t")).contains("OK: configuration test");
        assertThat(client.run("fail2ban-client", "-c", "configuration", "-d"))
                .contains("-I DOCKER-USER -p $proto -m multiport --dports 110")
                .contains("['start', 'digipoort-pop3']");
    }

    private static int refusedLogins(TestGateway gateway, Account account) throws IOException {
        for (String name : List.of(account.user(), "niemand@" + TestGateway.DOMAIN)) {
            try (Pop3Client client = gateway.secured()) {
                new DigestMd5Login(name, "wrong").on(client);
                client.command("AUTH PLAIN " + base64("\0" + name + "\0wrong"));
                client.command("AUTH LOGIN");
                client.command(base64(name));
                client.command(base64("wrong"));
                client.command("USER " + name);
                assertThat(client.command("PASS wrong")).startsWith("-ERR [AUTH]");
            }
        }
        for (String name : HOSTILE_NAMES) {
            assertThat(plain(gateway, name, "wrong")).startsWith("-ERR [AUTH]");
        }
        return 8 + HOSTILE_NAMES.size();
    }

    /** Two that are right, one of them in use; then one cancelled, unsupported, malformed and abandoned. */
    private static int otherLogins(TestGateway gateway, Account account) throws IOException {
        try (Pop3Client holder = gateway.loggedIn(account)) {
            assertThat(plain(gateway, account.user(), account.password())).startsWith("-ERR [IN-USE]");
            holder.command("QUIT");
        }
        try (Pop3Client client = gateway.secured()) {
            client.command("AUTH DIGEST-MD5");
            client.command("*");
            client.command("AUTH XYZZY");
            client.command("AUTH PLAIN !");
            client.command("AUTH LOGIN");
        }
        return 6;
    }

    private static String plain(TestGateway gateway, String name, String password) throws IOException {
        try (Pop3Client client = gateway.secured()) {
            client.command("AUTH PLAIN");
            return client.command(base64("\0" + name + "\0" + password));
        }
    }

    private List<String> addresses(Path log) throws Exception {
        RealClient client = RealClient.in(scratch).where("fail2ban-regex", "--version");
        return client.run("fail2ban-regex", "--out", "ip", log.toString(), FILTER)
                .lines()
                .toList();
    }

    private static List<String> loginLines(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.matches("\\S+ INFO  \\[[^]]+] nl\\.digipoort\\.james\\.login .*"))
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
