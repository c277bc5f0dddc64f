// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nl.digipoort.james.server.Distribution;
import nl.digipoort.james.server.demo.ExampleMessage;
import nl.digipoort.james.server.it.RealClient.Ended;
import nl.digipoort.james.server.it.TestGateway.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of docs/clients, run as they stand there: curl, Net::POP3, poplib, the JDK and mpop. */
@ExtendWith(SharedGateway.class)
class DocumentedClientsIT {
    /** More than ASCII, with what shells, curl and DIGEST-MD5 quote. */
    private static final String PASSWORD = "Zóó \"geheim\" \\ €1";

    private static final String[] PERL = {"perl", "-MNet::POP3", "-MAuthen::SASL", "-MIO::Socket::SSL", "-e", "1"};
    private static final Path DOCUMENTS = Distribution.project().resolve("docs/clients");

    private final TestGateway gateway;

    @TempDir
    private Path scratch;

    DocumentedClientsIT(TestGateway gateway) {
        this.gateway = gateway;
    }

    static List<Arguments> programs() {
        return List.of(
                Arguments.of("sh", "fetch-with-curl.sh", "DIGEST-MD5"),
                Arguments.of("sh", "fetch-with-curl.sh", "PLAIN"),
                Arguments.of("sh", "fetch-with-curl.sh", "LOGIN"),
                Arguments.of("perl", "fetch.pl", ""),
                Arguments.of("python3", "fetch.py", ""),
                Arguments.of("java", "Fetch.java", "DIGEST-MD5"),
                Arguments.of("java", "Fetch.java", "PLAIN"));
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("programs")
    void fetchesOctetForOctetAndDeletes(String interpreter, String program, String mechanism) throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        List<Path> messages = appendMessages(account);

        Ended ended = run(account, PASSWORD, interpreter, program, mechanism);

        assertThat(ended.exit()).as(ended.printed()).isZero();
        assertThat(fetched()).containsExactlyInAnyOrderElementsOf(contents(messages));
        assertThat(gateway.list(account)).isEmpty();
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("programs")
    void endsInAnOrderlyWayWhenThePasswordIsWrong(String interpreter, String program, String mechanism)
            throws Exception {
        Account account = gateway.newAccount(PASSWORD);
        gateway.append(account, "Subject: a\r\n\r\nx\r\n");

        Ended ended = run(account, "not the password", interpreter, program, mechanism);

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.printed().strip())
                .matches("the server said: .*\\[AUTH] Authentication failed|curl: \\(67\\) .*");
        assertThat(fetched()).isEmpty();
        assertThat(gateway.list(account)).hasSize(1);
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

    /** {@link RealClient} puts what programs print into scratch itself; what they fetch goes into a folder below. */
    private Ended run(Account account, String password, String interpreter, String program, String mechanism)
            throws Exception {
        Files.createDirectories(scratch.resolve("inbox"));
        Files.writeString(scratch.resolve("password"), password + "\n", UTF_8);
        List<String> command = new ArrayList<>(List.of(
                interpreter.equals("java")
                        ? Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()
                        : interpreter,
                DOCUMENTS.resolve(program).toString(),
                "localhost",
                Integer.toString(gateway.pop3().getPort()),
                gateway.certificate(),
                account.user(),
                "password",
                "inbox"));
        if (!mechanism.isEmpty()) {
            command.add(mechanism);
        }
        return client(interpreter).attempt(command.toArray(String[]::new));
    }

    private RealClient client(String interpreter) throws Exception {
        RealClient client = RealClient.in(scratch);
        return switch (interpreter) {
            case "perl" -> client.where(PERL);
            case "sh" -> client.where("curl", "--version");
            default -> client;
        };
    }

    /** The file mpoprc with the test's own values in the place of the example's. */
    private RealClient mpop(Account account, String password, String keep, String mechanism) throws Exception {
        for (String folder : List.of("cur", "new", "tmp")) {
            Files.createDirectories(scratch.resolve("inbox").resolve(folder));
        }
        Files.writeString(scratch.resolve("password"), password + "\n", UTF_8);
        Files.copy(Path.of(gateway.certificate()), scratch.resolve("ca.pem"), REPLACE_EXISTING);
        String text = Files.readString(DOCUMENTS.resolve("mpoprc")).replace("/home/anna", scratch.toString());
        text = replace(text, "host pop3.example.org", "host localhost");
        text = replace(text, "port 110", "port " + gateway.pop3().getPort());
        text = replace(text, "user anna@example.org", "user " + account.user());
        text = replace(text, "auth digest-md5", "auth " + mechanism);
        text = replace(text, "\nkeep on", "\n" + keep);
        Path mpoprc = Files.writeString(scratch.resolve("mpoprc"), text);
        Files.setPosixFilePermissions(mpoprc, PosixFilePermissions.fromString("rw-------"));
        return RealClient.in(scratch);
    }

    private static String replace(String text, String found, String replacement) {
        assertThat(text).containsOnlyOnce(found);
        return text.replace(found, replacement);
    }

    private List<Path> appendMessages(Account account) throws Exception {
        List<Path> messages = List.of(scratch.resolve("1"), scratch.resolve("2"), scratch.resolve("3"));
        ExampleMessage.of(1, account.user(), ExampleMessage.SMALL).write(messages.get(0));
        Files.writeString(messages.get(1), "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n\r\n", ISO_8859_1);
        Files.writeString(messages.get(2), "Subject: octets\r\n\r\ncaf\u00e9 \u0080\u00ff\r\n", ISO_8859_1);
        for (Path message : messages) {
            gateway.append(account, message);
        }
        return messages;
    }

    private List<String> fetched() throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("inbox"))) {
            return contents(files.toList());
        }
    }

    /** mpop delivers with the line ends of the system. */
    private List<String> delivered() throws IOException {
        try (Stream<Path> files = Files.list(scratch.resolve("inbox/new"))) {
            return contents(files.toList()).stream()
                    .map(text -> text.replace("\n", "\r\n"))
                    .toList();
        }
    }

    private static List<String> contents(List<Path> files) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readString(file, ISO_8859_1));
        }
        return contents;
    }
}
