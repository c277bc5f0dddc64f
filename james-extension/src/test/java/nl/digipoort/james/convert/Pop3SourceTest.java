// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command makes of servers that are not as they should be. */
class Pop3SourceTest {
    @TempDir
    private Path scratch;

    private final StringWriter said = new StringWriter();

    private int convert(StandInPop3 server, String... options) throws Exception {
        Path accounts = Files.writeString(scratch.resolve("a.csv"), "user,password\nanna@example.org,geheim\n");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "--accounts=csv:" + accounts,
                "--realm=example.org",
                "--mail=pop3://127.0.0.1:" + server.port(),
                scratch.resolve("move").toString()));
        PrintWriter out = new PrintWriter(said);
        return new ConvertTool(InputStream::nullInputStream, new SecureRandom())
                .run(out, out, arguments.toArray(new String[0]));
    }

    private int asMaster(StandInPop3 server) throws Exception {
        Path password = Files.writeString(scratch.resolve("master.txt"), "meester\n");
        return convert(server, "--master-user=admin", "--master-password=" + password);
    }

    @Test
    void convertsNothingFromAServerThatIgnoresTheAuthorizationIdentity() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .login(message -> message.endsWith("\0admin\0meester"))
                .start()) {
            assertThat(asMaster(server)).isEqualTo(2);

            assertThat(said.toString())
                    .contains(
                            "nothing is converted: the server ignores the authorization identity",
                            "it lets admin in for")
                    .doesNotContain("meester");
            assertThat(server.received()).noneMatch(line -> line.startsWith("anna"));
        }
        assertThat(scratch.resolve("move")).doesNotExist();
    }

    @Test
    void convertsByTheMasterUserOfAServerThatRefusesAnUnknownName() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .login("anna@example.org\0admin\0meester"::equals)
                .start()) {
            assertThat(asMaster(server)).as(said.toString()).isZero();

            assertThat(server.received()).contains("anna@example.org admin meester");
        }
        assertThat(scratch.resolve("move/example.org/anna/messages.jsonl")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ERR busy\r\n", StandInPop3.END})
    void keepsAnAccountWhoseSessionDoesNotEndWell(String answer) throws Exception {
        try (StandInPop3 server = new StandInPop3().answer("QUIT", answer).start()) {
            assertThat(convert(server)).as(said.toString()).isZero();
        }

        assertThat(said.toString()).contains("1 accounts", "all done");
        assertThat(scratch.resolve("move/example.org/anna/messages.jsonl")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({"'1 a b', 'a b'", "'1 a ', 'a '", "'1  a', ' a'", "'1 ', ''"})
    void cutsNoUniqueId(String line, String uniqueId) throws Exception {
        try (StandInPop3 server =
                new StandInPop3().answer("UIDL", "+OK\r\n" + line + "\r\n.\r\n").start()) {
            assertThat(convert(server)).isEqualTo(1);
        }

        assertThat(said.toString()).contains("failed: no unique-id of RFC 1939", '"' + uniqueId + '"');
    }

    @Test
    void takesASizeWithMoreBehindIt() throws Exception {
        try (StandInPop3 server = new StandInPop3()
                .answer("LIST", "+OK\r\n1 14 and more\r\n.\r\n")
                .start()) {
            assertThat(convert(server)).as(said.toString()).isZero();
        }
    }

    @Test
    void saysInPlainWordsThatTheConnectionHasEnded() throws Exception {
        try (StandInPop3 server =
                new StandInPop3().answer("RETR", StandInPop3.END).start()) {
            assertThat(convert(server)).isEqualTo(1);

            assertThat(said.toString())
                    .contains("failed: 127.0.0.1:" + server.port() + " has closed the connection")
                    .doesNotContain("Exception");
        }
        assertThat(scratch.resolve("move/example.org/anna")).doesNotExist();
    }
}
