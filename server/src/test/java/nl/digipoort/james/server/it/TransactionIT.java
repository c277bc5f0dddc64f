// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import nl.digipoort.james.server.SmtpClient;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interface rules 10, 11 and 16; RFC 1939 sections 3 to 7; RFC 2449 sections 3 and 4. */
@ExtendWith(SharedGateway.class)
class TransactionIT {
    private static final int JUNK = 64 * 1024;

    private final TestGateway gateway;

    TransactionIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void answersEveryCommand() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\none\r\ntwo\r\n", "Subject: b\r\n\r\n.dot\r\n..\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 2 48");
            assertThat(client.command("LIST")).isEqualTo("+OK");
            assertThat(client.readLines()).containsExactly("1 24", "2 24");
            assertThat(client.command("LIST 2")).isEqualTo("+OK 2 24");
            assertThat(client.command("RETR 2")).isEqualTo("+OK 24 octets follow");
            assertThat(text(client.readBody())).isEqualTo("Subject: b\r\n\r\n.dot\r\n..\r\n");
            assertThat(client.command("TOP 1 1")).startsWith("+OK");
            assertThat(text(client.readBody())).isEqualTo("Subject: a\r\n\r\none\r\n");
            assertThat(client.command("TOP 1 0")).startsWith("+OK");
            assertThat(text(client.readBody())).isEqualTo("Subject: a\r\n\r\n");
            assertThat(client.command("UIDL")).isEqualTo("+OK");
            assertThat(client.readLines()).hasSize(2).allMatch(line -> line.matches("[12] [!-~]{1,70}"));
            assertThat(client.command("NOOP")).isEqualTo("+OK");
            assertThat(client.command("CAPA")).startsWith("+OK");
            assertThat(client.readLines())
                    .contains("IMPLEMENTATION Digipoort-POP3")
                    .doesNotContain("STLS");
            assertThat(client.command("DELE 1")).isEqualTo("+OK Message 1 deleted");
            assertThat(client.command("STAT")).isEqualTo("+OK 1 24");
            client.command("LIST");
            assertThat(client.readLines()).containsExactly("2 24");
            client.command("UIDL");
            assertThat(client.readLines()).hasSize(1);
            for (String command : List.of("DELE 1", "RETR 1", "TOP 1 0", "LIST 1", "UIDL 1")) {
                assertThat(client.command(command)).isEqualTo("-ERR No such message");
            }
            assertThat(client.command("RSET")).isEqualTo("+OK");
            assertThat(client.command("STAT")).isEqualTo("+OK 2 48");
        }
    }

    @Test
    void deletesExactlyWhatIsMarkedAtQuit() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(
                account,
                IntStream.rangeClosed(1, 6)
                        .mapToObj(i -> "Subject: " + i + "\r\n\r\n" + "x".repeat(i) + "\r\n")
                        .toArray(String[]::new));
        List<String> before = gateway.list(account);

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 2");
            client.command("DELE 3");
            client.command("DELE 6");
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }

        assertThat(gateway.list(account).stream().map(TransactionIT::size))
                .containsExactlyElementsOf(List.of(before.get(0), before.get(3), before.get(4)).stream()
                        .map(TransactionIT::size)
                        .toList());
    }

    @Test
    void keepsUniqueIdsOverSessionsAndNeverGivesThemAgain() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n", "Subject: b\r\n\r\nx\r\n");
        List<String> first = gateway.uniqueIds(account);

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 2");
            client.command("QUIT");
        }
        gateway.append(account, "Subject: c\r\n\r\nx\r\n");
        List<String> second = gateway.uniqueIds(account);

        assertThat(second).hasSize(2).contains(first.get(0)).doesNotContain(first.get(1));
    }

    @Test
    void deletesNothingWithoutQuit() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n", "Subject: b\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.command("DELE 1");
            client.command("DELE 2");
        }

        org.awaitility.Awaitility.await()
                .ignoreException(java.io.UncheckedIOException.class)
                .untilAsserted(() -> assertThat(gateway.list(account)).hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: a\r\n\r\nno end",
                "Subject: a\n\nbare\nline\nfeeds\n",
                "Subject: a\r\n\r\nmixed\nends\r\n.\n..\n.x",
                "Subject: a\r\n\r\nends in a bare return\r",
                "Subject: a\r\n\r\na bare \r return and a \0 NUL and \u00e9\r\n",
                "Subject: a\r\n\r\n\r\n\r\n.\r\n",
            })
    void tellsTheOctetsThatItSends(String stored) throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, stored);
        String expected = stored.replaceAll("(?<!\r)\n", "\r\n");
        expected = expected.endsWith("\r\n") ? expected : expected + "\r\n";

        for (int session = 0; session < 2; session++) {
            try (Pop3Client client = gateway.loggedIn(account)) {
                assertThat(client.command("LIST 1")).isEqualTo("+OK 1 " + expected.length());
                assertThat(client.command("RETR 1")).isEqualTo("+OK " + expected.length() + " octets follow");
                assertThat(text(client.readBody())).isEqualTo(expected);
                assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
            }
        }
    }

    @Test
    void livesThroughEveryWrongLine() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account)) {
            for (String verb : List.of("RETR", "DELE", "LIST", "UIDL")) {
                for (String number : List.of(
                        "0",
                        "-1",
                        "2",
                        "4294967297",
                        "99999999999999999999",
                        "x",
                        "1x",
                        "+1",
                        "0x1",
                        "1 2",
                        " 1",
                        "1  ")) {
                    assertThat(client.command(verb + " " + number))
                            .as(verb + " " + number)
                            .startsWith("-ERR");
                }
            }
            for (String line : List.of(
                    "RETR",
                    "DELE",
                    "TOP",
                    "TOP 1",
                    "TOP 1 -1",
                    "TOP 1 x",
                    "TOP 0 1",
                    "TOP 1 1 1",
                    "STAT 1",
                    "NOOP x",
                    "RSET 1",
                    "QUIT now",
                    "CAPA x",
                    "",
                    " ",
                    "  NOOP",
                    "NO\0OP",
                    "\u00ff\u00fe",
                    "XYZZY",
                    "APOP a b",
                    "X".repeat(253),
                    "NOOP " + "X".repeat(300),
                    "X".repeat(20_000))) {
                client.sendOctets((line + "\r\n").getBytes(ISO_8859_1));
                assertThat(client.readLine()).as(line).startsWith("-ERR");
            }
            assertThat(client.command("NOOP")).isEqualTo("+OK");
            assertThat(client.command("noop")).isEqualTo("+OK");
            client.sendOctets("NOOP\n".getBytes(ISO_8859_1));
            assertThat(client.readLine()).isEqualTo("+OK");
            assertThat(client.command("STAT")).startsWith("+OK 1 ");
        }
    }

    /** One octet more than is taken: where none is left unread, the answer is not lost with the connection. */
    @Test
    void forgivesOneSpaceAtTheEndOfACommand() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.connect()) {
            assertThat(client.command("STLS ")).startsWith("+OK");
            client.startTls(gateway.tls(), "localhost");
            assertThat(client.command("USER " + account.user() + " ")).startsWith("+OK");
            assertThat(client.command("PASS " + account.password() + " ")).startsWith("-ERR [AUTH]");
            client.command("USER " + account.user());
            assertThat(client.command("PASS " + account.password())).startsWith("+OK");
            assertThat(client.command("STAT ")).isEqualTo("+OK 1 17");
            assertThat(client.command("LIST 1 ")).isEqualTo("+OK 1 17");
            assertThat(client.command("TOP 1 0 ")).startsWith("+OK");
            assertThat(text(client.readBody())).isEqualTo("Subject: a\r\n\r\n");
            assertThat(client.command("QUIT ")).isEqualTo("+OK Bye");
        }
    }

    @Test
    void closesOnJunkWithoutAnEnd() throws IOException {
        try (Pop3Client client = gateway.secured()) {
            client.sendOctets("x".repeat(JUNK + 1).getBytes(ISO_8859_1));

            assertThat(client.readLine()).isEqualTo("-ERR Line too long");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    void goesOnAfterALineThatIsJustNoJunk() throws IOException {
        try (Pop3Client client = gateway.secured()) {
            client.sendOctets(("x".repeat(JUNK) + "\r\n").getBytes(ISO_8859_1));

            assertThat(client.readLine()).startsWith("-ERR");
            assertThat(client.command("CAPA")).startsWith("+OK");
        }
    }

    @Test
    void takesPipelinedCommandsInOrder() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");
        int rounds = 500;

        try (Pop3Client client = gateway.loggedIn(account)) {
            client.sendOctets("STAT\r\nRETR 1\r\nNOOP\r\n".repeat(rounds).getBytes(ISO_8859_1));
            for (int i = 0; i < rounds; i++) {
                assertThat(client.readLine()).isEqualTo("+OK 1 17");
                assertThat(client.readLine()).isEqualTo("+OK 17 octets follow");
                assertThat(client.readBody()).hasSize(17);
                assertThat(client.readLine()).isEqualTo("+OK");
            }
        }
    }

    @Test
    void seesNoMailThatComesDuringTheSession() throws Exception {
        Account account = gateway.newAccount();
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        try (Pop3Client client = gateway.loggedIn(account);
                SmtpClient agency = new SmtpClient(gateway.process().smtpPort())) {
            String late = "Subject: b\r\n\r\nx\r\n";
            assertThat(agency.deliver(late.getBytes(ISO_8859_1), account.user()))
                    .startsWith("250 ");
            assertThatThrownBy(() -> gateway.append(account, late))
                    .hasMessageContaining("is in use by a session or a delivery");

            assertThat(client.command("STAT")).startsWith("+OK 1 ");
            client.command("RSET");
            client.command("DELE 1");
            assertThat(client.command("QUIT")).isEqualTo("+OK Bye");
        }

        gateway.awaitMessages(account, 1);
        assertThat(gateway.list(account)).hasSize(1);
    }

    private static String size(String scanLine) {
        return scanLine.substring(scanLine.indexOf(' ') + 1);
    }

    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }
}
