// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.demo.DigestMd5Login;
import nl.digipoort.james.server.demo.Pop3Client;
import nl.digipoort.james.server.demo.Transcript;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every answer that a server without trouble gives, as it comes over the wire (RFC 1939 section 3, RFC 2449 section 4). */
@ExtendWith(SharedGateway.class)
class AnswersIT {
    /** 512 octets with CRLF, which the client has taken off; it takes no other line end for one. */
    private static final int LONGEST = 510;

    private static final Pattern ANSWER = Pattern.compile("(?:\\+OK|-ERR)(?: [ -~]+)?");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(-ERR [^`]+)` \\|");
    /** What only a server in trouble says, or a client hears that is slow, comes too soon or has lost its account. */
    private static final Pattern OF_TROUBLE = Pattern.compile(
            "-ERR (?:\\[SYS/(?:TEMP|PERM)] .*|\\[LOGIN-DELAY] .*|Login took too long|The account has changed, .*)");

    private final TestGateway gateway;
    private final Set<String> answers = new TreeSet<>();

    AnswersIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void areShortAsciiLinesThatEndInCrLf() throws Exception {
        Account account = gateway.newAccount("pässwörd");
        gateway.append(account, "Subject: \u00e9\r\n\r\n" + "x".repeat(2000) + "\r\n");

        try (Pop3Client client = Pop3Client.connect(gateway.pop3(), Transcript.NONE)) {
            note(client.readLine());
            say(client, "CAPA.", "USER x", "\u00e9", "X".repeat(300), "STLS");
            client.startTls(gateway.tls(), "localhost");
            say(client, "CAPA.", "AUTH.", "STLS", "STAT", "X".repeat(300), "X".repeat(200), "PASS x", "USER");
            say(client, "AUTH XYZZY", "AUTH DIGEST-MD5 x", "AUTH PLAIN !", "USER pässwörd", "PASS pässwörd");
            client.command("AUTH DIGEST-MD5");
            say(client, "*");
            DigestAnswer otherRealm =
                    DigestAnswer.to(client.command("AUTH DIGEST-MD5"), account.user(), account.password());
            otherRealm.put("realm", "other.example");
            say(client, DigestAnswer.base64(otherRealm.message()));
            note(new DigestMd5Login(account.user(), account.password()).on(client));
            say(client, "CAPA.", "STAT", "LIST.", "LIST 1", "UIDL.", "UIDL 1", "TOP 1 0.", "RETR 1.", "NOOP", "RETR 2");
            say(client, "DELE 1", "RSET", "RETR 99999999999999999999", "USER x", "DELE 1");
            refuseTheSecond(account);
            say(client, "QUIT");
        }
        refuseWhatFollowsStls();

        assertThat(answers)
                .hasSizeGreaterThan(20)
                .allSatisfy(answer -> assertThat(answer).matches(ANSWER).hasSizeLessThanOrEqualTo(LONGEST));
        assertThat(answers.stream().filter(answer -> answer.startsWith("-ERR")))
                .containsExactlyInAnyOrderElementsOf(documented());
    }

    private void refuseTheSecond(Account account) throws IOException {
        try (Pop3Client second = gateway.secured()) {
            second.command("USER " + account.user());
            say(second, "PASS " + account.password(), "QUIT");
        }
    }

    private void refuseWhatFollowsStls() throws IOException {
        try (Pop3Client client = gateway.connect()) {
            say(client, "STLS\r\nCAPA");
        }
    }

    /** A dot behind a command stands for an answer of several lines, of which the listings' are as short. */
    private void say(Pop3Client client, String... commands) throws IOException {
        for (String command : commands) {
            boolean severalLines = command.endsWith(".");
            note(client.command(severalLines ? command.substring(0, command.length() - 1) : command));
            List<String> lines = severalLines ? client.readLines() : List.of();
            if (!command.startsWith("RETR") && !command.startsWith("TOP")) {
                assertThat(lines).allSatisfy(line -> assertThat(line).matches("[ -~]{1," + LONGEST + "}"));
            }
        }
    }

    private void note(String answer) {
        answers.add(answer);
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Distribution.project().resolve("docs/clients/clients.md"));
        return DOCUMENTED
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .filter(line -> !OF_TROUBLE.matcher(line).matches())
                .collect(Collectors.toSet());
    }
}
