// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/operate/james-cli.md as they stand there, and looks for the door that they come in by from elsewhere. */
class CliDocumentIT {
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
    private static final String COMMAND = "./digipoort cli --home ./home ";
    private static final String FILE = "/srv/mail/message.eml";
    private static final int REFUSED_MS = 5000;

    @TempDir
    private static Path scratch;

    private static EmbeddedGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = EmbeddedGateway.start(scratch.resolve("home"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void answersEveryCommandAsTheDocumentSays() throws Exception {
        List<MatchResult> examples = EXAMPLE.matcher(Documents.read("docs/operate/james-cli.md"))
                .results()
                .toList();
        assertThat(examples).hasSize(4);

        Path message = Files.writeString(scratch.resolve("message.eml"), "Subject: x\r\n\r\nText\r\n");
        for (MatchResult example : examples) {
            List<String> answers = new ArrayList<>();
            for (String line : example.group(1).lines().toList()) {
                assertThat(line).startsWith(COMMAND);
                Outcome outcome =
                        gateway.cli(words(line.substring(COMMAND.length()).replace(FILE, message.toString())));
                assertThat(outcome.exit()).as(line + outcome.stderr()).isZero();
                answers.addAll(masked(outcome.stdout()));
            }
            assertThat(answers).as(example.group(1)).isEqualTo(masked(example.group(2)));
        }
    }

    @Test
    void listsTheCommandsOfJamesWithoutAServer() throws Exception {
        Outcome help = Outcome.of("cli", "help");

        assertThat(help.exit()).as(help.stderr()).isZero();
        assertThat(help.stdout().lines())
                .hasSizeGreaterThan(30)
                .anyMatch(line -> line.startsWith("AddDomain "))
                .anyMatch(line -> line.startsWith("ListUsers"));
    }

    @Test
    void saysWhyACommandCannotBeDone() throws Exception {
        assertThat(gateway.cli("AddUser", "nobody@elsewhere.example", "Secret.1")
                        .exit())
                .isEqualTo(1);
        assertThat(gateway.cli("AddUsers", "a@example.org", "Secret.1").exit()).isEqualTo(1);
        assertThat(gateway.cli("RemoveUser").exit()).isEqualTo(1);
        Outcome none = gateway.cli("ImportEml", "#private", "nobody@example.org", "INBOX", "none.eml");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.stderr() + none.stdout()).contains("there is no user nobody@example.org");
    }

    @Test
    void takesAPasswordThatIsNoArgumentFromStandardInput() throws Exception {
        Path passwords = Files.writeString(scratch.resolve("passwords"), "Geheim \u00fc.9\nnot this\n");

        Outcome added = Outcome.ofCli(passwords, gateway.home(), "adduser", "carl@localhost", "-");

        assertThat(added.exit()).as(added.stderr()).isZero();
        String record = "/digipoort/credentials/carl@localhost";
        WebAdminClient webAdmin = gateway.webAdmin();
        assertThat(webAdmin.send("PUT", record, "{\"password\":\"-\"}").statusCode())
                .isEqualTo(409);
        assertThat(webAdmin.send("PUT", record, "{\"password\":\"Geheim \u00fc.9\"}")
                        .statusCode())
                .isEqualTo(204);
        Path nothing = Files.createFile(scratch.resolve("nothing"));
        Outcome without = Outcome.ofCli(nothing, gateway.home(), "SetPassword", "carl@localhost", "-");
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.stderr().lines()).hasSize(1).allMatch(line -> line.contains("standard input"));
        assertThat(gateway.cli("RemoveUser", "carl@localhost").exit()).isZero();
    }

    @Test
    void answersNobodyOutsideLoopback() throws Exception {
        gateway.cli("ListUsers");
        List<Integer> ports = ListeningSockets.of(gateway.pid()).stream()
                .map(ListeningSockets.Listening::port)
                .toList();
        assertThat(ports).contains(gateway.jmxPort()).hasSize(5);

        for (InetAddress address : otherAddresses()) {
            for (int port : ports) {
                assertThatThrownBy(() -> connect(address, port))
                        .as(address + " " + port)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), REFUSED_MS);
        }
    }

    /** Those of this machine's own interfaces; there may be none. */
    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
    }

    /** As the shell takes them: the quotes of the page are around single words. */
    private static String[] words(String line) {
        return Arrays.stream(line.split(" ", -1))
                .map(word -> word.replace("'", ""))
                .toArray(String[]::new);
    }

    private static List<String> masked(String text) {
        Stream<String> lines = text.lines().map(line -> line.replaceAll(" in [0-9]+ ms[.]$", " in ... ms."));
        return lines.toList();
    }
}
