// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.it.RealClient.Ended;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of docs/clients, run as they stand there: curl, Net::POP3, poplib, the JDK and mpop. */
@ExtendWith(SharedGateway.class)
class DocumentedClientsIT {
    /** More than ASCII, with what shells, curl and DIGEST-MD5 quote. */
    private static final String PASSWORD = "Zóó \"geheim\" \\ €1";

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    DocumentedClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    static List<SampleProgram> programs() {
        return List.of(
                SampleProgram.IN_PERL,
                SampleProgram.IN_PYTHON,
                SampleProgram.IN_JAVA_BY_DIGEST,
                SampleProgram.IN_JAVA_BY_PLAIN);
    }

    /** The second run into the same folder comes too soon, by the interface's own rule; the third continues. */
    @ParameterizedTest
    @MethodSource("programs")
    void fetchesOctetForOctetWithOneLoginARunAndKeepsWhatIsThere(SampleProgram program) throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        String limits = "/digipoort/limits/" + account.user();
        assertThat(gateway.webAdmin()
                        .send("PUT", limits, "{\"loginDelay\":3600}")
                        .statusCode())
                .isEqualTo(204);
        List<String> first = contents(appendMessages(account));
        assertThat(run(program, account)).isEqualTo(new Ended(0, ""));
        assertThat(fetched()).containsExactlyInAnyOrderElementsOf(first);
        List<String> second = contents(appendMessages(account));

        Ended tooSoon = run(program, account);

        assertThat(tooSoon.printed())
                .startsWith("the server said: -ERR [LOGIN-DELAY] ")
                .hasLineCount(1);
        assertThat(tooSoon.exit()).isEqualTo(75);
        assertThat(fetched()).hasSameSizeAs(first);
        gateway.webAdmin().send("DELETE", limits, "");
        assertThat(run(program, account)).isEqualTo(new Ended(0, ""));
        assertThat(fetched())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(first.stream(), second.stream()).toList());
        assertThat(gateway.list(account)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endsInAnOrderlyWayWhenThePasswordIsWrong(SampleProgram program) throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        Ended ended = run(program, new Account(account.user(), "not the password"));

        assertThat(ended).isEqualTo(new Ended(77, "the server said: -ERR [AUTH] Authentication failed\n"));
        assertThat(fetched()).isEmpty();
        assertThat(gateway.list(account)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIGEST-MD5", "PLAIN", "LOGIN"})
    void looksWithCurlAndChangesNothing(String mechanism) throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        gateway.append(account, "Subject: a\r\n\r\n.\r\n", "Subject: b\r\n\r\nx\r\n");

        Ended listing = look(account, "", mechanism);
        Ended message = look(account, "1", mechanism);
        Ended refused = look(new Account(account.user(), "not the password"), "", mechanism);

        List<String> uniqueIds = gateway.uniqueIds(account);
        assertThat(listing).isEqualTo(new Ended(0, "1 " + uniqueIds.get(0) + "\r\n2 " + uniqueIds.get(1) + "\r\n"));
        assertThat(message).isEqualTo(new Ended(0, "Subject: a\r\n\r\n.\r\n"));
        assertThat(refused.exit()).as(refused.printed()).isEqualTo(67);
    }

    private Ended look(Account account, String number, String mechanism) throws Exception {
        Files.writeString(scratch.resolve("password"), account.password() + "\r\n", UTF_8);
        return RealClient.in(scratch)
                .where("curl", "--version")
                .attempt(
                        "sh",
                        SampleProgram.DOCUMENTS.resolve("look-with-curl.sh").toString(),
                        "localhost",
                        Integer.toString(gateway.pop3().getPort()),
                        gateway.certificate(),
                        account.user(),
                        "password",
                        number,
                        mechanism);
    }

    @ParameterizedTest
    @MethodSource("mechanismsOfMpop")
    void fetchesWithMpopWhatIsNewAndNothingTwice(String mechanism) throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        List<Path> messages = appendMessages(account);
        mpop(account, PASSWORD, "keep on", mechanism).run("mpop", "--file=mpoprc", "digipoort");
        assertThat(delivered()).containsExactlyInAnyOrderElementsOf(contents(messages));

        String second = mpop(account, PASSWORD, "keep on", mechanism).run("mpop", "--file=mpoprc", "digipoort");

        assertThat(second).contains("no messages");
        assertThat(delivered()).hasSameSizeAs(messages);
        mpop(account, PASSWORD, "keep off", mechanism).run("mpop", "--file=mpoprc", "digipoort");
        assertThat(gateway.list(account)).isEmpty();
        assertThat(delivered()).hasSameSizeAs(messages);
    }

    /** mpop takes every refusal for a wrong password. */
    @Test
    void leavesNewMailForALaterRunWhenMpopComesTooSoon() throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        String limits = "/digipoort/limits/" + account.user();
        gateway.webAdmin().send("PUT", limits, "{\"loginDelay\":3600}");
        gateway.append(account, "Subject: first\r\n\r\nx\r\n");
        RealClient mpop = mpop(account, PASSWORD, "keep off", "digest-md5");
        mpop.run("mpop", "--file=mpoprc", "digipoort");
        gateway.append(account, "Subject: second\r\n\r\nx\r\n");

        Ended tooSoon = mpop.attempt("mpop", "--file=mpoprc", "digipoort");

        assertThat(tooSoon.exit()).as(tooSoon.printed()).isEqualTo(77);
        assertThat(tooSoon.printed()).contains("[LOGIN-DELAY]");
        assertThat(delivered()).hasSize(1);
        gateway.webAdmin().send("DELETE", limits, "");
        mpop.run("mpop", "--file=mpoprc", "digipoort");
        assertThat(delivered())
                .containsExactlyInAnyOrder("Subject: first\r\n\r\nx\r\n", "Subject: second\r\n\r\nx\r\n");
    }

    static List<String> mechanismsOfMpop() {
        return List.of("digest-md5", "plain", "login", "user");
    }

    @ParameterizedTest
    @MethodSource("mechanismsOfMpop")
    void endsInAnOrderlyWayWithMpopWhenThePasswordIsWrong(String mechanism) throws Exception {
        Account account = gateway.newAccount(PASSWORD);

        Ended ended =
                mpop(account, "not the password", "keep on", mechanism).attempt("mpop", "--file=mpoprc", "digipoort");

        assertThat(ended.exit()).isEqualTo(77);
        assertThat(ended.printed()).contains("authentication failed");
    }

    @Test
    void tellsMpopWhatItIsWithoutALogin() throws Exception {
        String shown = mpop(gateway.newAccount(), PASSWORD, "keep on", "digest-md5")
                .run("mpop", "--file=mpoprc", "--serverinfo", "digipoort");

        assertThat(shown)
                .contains("TLS1.3")
                .contains("DIGEST-MD5")
                .contains("UIDL")
                .contains("RESP-CODES");
    }

    private Ended run(SampleProgram program, Account account) throws Exception {
        return program.run(scratch, gateway.pop3().getPort(), gateway.certificate(), account);
    }

    private RealClient mpop(Account account, String password, String keep, String mechanism) throws Exception {
        return SampleMpop.configured(
                scratch,
                gateway.pop3().getPort(),
                gateway.certificate(),
                new Account(account.user(), password),
                Map.of("auth digest-md5", "auth " + mechanism, "\nkeep on", "\n" + keep));
    }

    /** Messages with dots, with 8-bit octets, and with a line of 100,000 octets. */
    private List<Path> appendMessages(Account account) throws Exception {
        List<Path> messages =
                List.of(scratch.resolve("1"), scratch.resolve("2"), scratch.resolve("3"), scratch.resolve("4"));
        ExampleMessage.of(1, account.user(), ExampleMessage.SMALL).write(messages.get(0));
        Files.writeString(messages.get(1), "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n\r\n", ISO_8859_1);
        Files.writeString(messages.get(2), "Subject: octets\r\n\r\ncaf\u00e9 \u0080\u00ff\r\n", ISO_8859_1);
        Files.writeString(messages.get(3), "Subject: long\r\n\r\n." + "0123456789".repeat(10_000) + "\r\n", ISO_8859_1);
        for (Path message : messages) {
            gateway.append(account, message);
        }
        return messages;
    }

    private List<String> fetched() throws IOException {
        return List.copyOf(SampleProgram.fetched(scratch).values());
    }

    private List<String> delivered() throws IOException {
        return SampleMpop.delivered(scratch);
    }

    private static List<String> contents(List<Path> files) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readString(file, ISO_8859_1));
        }
        return contents;
    }
}
